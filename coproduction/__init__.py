"""The coproduction portal. The Celery application is loaded with Django, so that tasks find it."""

from coproduction.celery import app as celery_app

__all__ = ["celery_app"]
