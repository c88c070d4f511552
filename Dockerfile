# The portal as one image: web, worker, schedule and migrations are the same image with another command.
# Which image of Python; the same minor version as the lock files were worked out for.
ARG PYTHON_IMAGE=python:3.11-slim-bookworm

# --- What the portal runs on, every file checked against its hash ---
FROM ${PYTHON_IMAGE} AS packages
WORKDIR /portal
COPY tools/ tools/
COPY requirements-setup.lock requirements.lock ./
RUN python -m tools.portal packages

# --- Styles, fonts and script; Node.js stays behind in this stage ---
FROM ${PYTHON_IMAGE} AS assets
WORKDIR /portal
COPY tools/ tools/
COPY requirements-setup.lock requirements-assets.lock package.json package-lock.json .npmrc ./
COPY static/ static/
RUN python -m tools.portal assets

# --- The image that runs ---
FROM ${PYTHON_IMAGE}
ENV PATH=/portal/.venv/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    DATA_DIR=/data \
    GUNICORN_CMD_ARGS="--bind=0.0.0.0:8000 --workers=2 --worker-class=gthread --threads=4 --timeout=60 --worker-tmp-dir=/dev/shm --no-control-socket"
RUN useradd --system --uid 10001 --user-group --home-dir /data --create-home --shell /usr/sbin/nologin portal
WORKDIR /portal
COPY --from=packages /portal/.venv .venv
COPY --from=assets /portal/build/static build/static
COPY . .
# Named by content and compressed once, here; the throw-away folder keeps the key that SQLite would make out of the image.
RUN DATA_DIR=/tmp/collect python manage.py collectstatic --noinput --ignore '*.scss' --verbosity 0 && rm -rf /tmp/collect
USER portal
VOLUME /data
EXPOSE 8000
HEALTHCHECK --interval=30s --timeout=5s --start-period=30s --retries=3 CMD ["python", "-m", "tools.healthcheck", "web"]
CMD ["gunicorn", "coproduction.wsgi:application"]
