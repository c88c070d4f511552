"""The portal's settings for the kill test: short leases, a busy sweep, tables made without migrations."""

import datetime as dt

from coproduction.settings import *  # noqa: F403 - these are the portal's settings, with four of them changed
from coproduction.settings import INSTALLED_APPS

OUTBOX_LEASE_SECONDS = 3
EMAIL_TIMEOUT = 5
CELERY_BEAT_SCHEDULE = {"sweep-outbox": {"task": "core.sweep_outbox", "schedule": dt.timedelta(seconds=2)}}
MIGRATION_MODULES = {app.rpartition(".")[2]: None for app in INSTALLED_APPS}
