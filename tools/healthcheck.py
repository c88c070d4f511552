"""Is this container well? ``python -m tools.healthcheck web | worker | beat``, exit code 0 when it is."""

import http.client
import os
import subprocess
import sys
import time
from pathlib import Path
from urllib.parse import urlsplit

PORT = 8000
# The schedule is written to its file every three minutes.
SCHEDULE_IS_OLD = 600


def web() -> bool:
    """The page server answers, asked under the name it serves."""
    connection = http.client.HTTPConnection("127.0.0.1", PORT, timeout=4)
    try:
        connection.request("GET", "/healthz", headers={"Host": urlsplit(os.environ.get("SITE_URL", "")).netloc or "localhost"})
        return connection.getresponse().status == 200
    except OSError:
        return False
    finally:
        connection.close()


def worker() -> bool:
    """A worker answers on the broker."""
    asked = subprocess.run(
        ["celery", "-A", "coproduction", "inspect", "ping", "--timeout", "5"], capture_output=True, timeout=18, check=False
    )
    return asked.returncode == 0


def beat() -> bool:
    """The schedule file was written lately."""
    files = list(Path(os.environ["DATA_DIR"]).glob("beat-schedule*"))
    return any(time.time() - path.stat().st_mtime < SCHEDULE_IS_OLD for path in files)


def main(arguments: list[str]) -> int:
    checks = {"web": web, "worker": worker, "beat": beat}
    if len(arguments) != 1 or arguments[0] not in checks:
        sys.stderr.write(f"Write one of {', '.join(checks)}.\n")
        return 2
    return 0 if checks[arguments[0]]() else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
