"""Settings, all from the environment; see `docs/operations.md` for what each one means."""

from pathlib import Path

from celery.schedules import crontab
from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from coproduction import environment
from coproduction.language_names import NAMES

BASE_DIR = Path(__file__).resolve().parent.parent
DATA_DIR = environment.data_dir(BASE_DIR)

# --- What kind of installation this is ---------------------------------------------------------------------------
DEBUG = environment.flag("DEBUG")
DEMO = environment.flag("DEMO")
_site = environment.site_url("http://localhost:8000")
SITE_URL = _site.geturl()
SECURE = _site.scheme == "https"
DATABASES = {"default": environment.database(DATA_DIR)}
EMBEDDED_DATABASE = DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3"
SECRET_KEY = environment.secret_key(DATA_DIR, embedded=EMBEDDED_DATABASE)
ALLOWED_HOSTS = environment.words("ALLOWED_HOSTS") or [_site.hostname or "localhost", "localhost", "127.0.0.1"]
TRUSTED_PROXIES = environment.whole_number("TRUSTED_PROXIES", 0)
SITE_NAME = "Coproduction"
SITE_PLACE = "Hammersmith & Fulham"

# --- Rooms of the house --------------------------------------------------------------------------------------------
INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "crispy_forms",
    "django_filters",
    "rules.apps.AutodiscoverRulesConfig",
    "csp",
    "django_structlog",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "coproduction.core",
    "groups",
    "engagements",
    "checklist",
    "feedback",
    "coproduction.portal",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "coproduction.core.middleware.UnkeptMiddleware",
    "coproduction.core.middleware.PlainAddressMiddleware",
    "csp.middleware.CSPMiddleware",
    "django_permissions_policy.PermissionsPolicyMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django_structlog.middlewares.RequestMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "groups.middleware.ActingMiddleware",
    "groups.middleware.SecondFactorMiddleware",
    "coproduction.core.middleware.WholePageMiddleware",
]
ROOT_URLCONF = "coproduction.urls"
WSGI_APPLICATION = "coproduction.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "coproduction.portal.context.site",
            ],
            "builtins": [
                "django.templatetags.i18n",
                "coproduction.core.templatetags.portal",
                "coproduction.core.templatetags.govuk",
            ],
        },
    },
]
CRISPY_TEMPLATE_PACK = "govuk"
CRISPY_ALLOWED_TEMPLATE_PACKS = ["govuk"]

# --- People --------------------------------------------------------------------------------------------------------
AUTH_USER_MODEL = "groups.User"
AUTHENTICATION_BACKENDS = ["rules.permissions.ObjectPermissionBackend", "allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "start"
LOGOUT_REDIRECT_URL = "home"
ACCOUNT_ADAPTER = "groups.adapters.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 600
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_FORMS = {
    "login": "groups.forms.sign_in.SignInForm",
    "request_login_code": "groups.forms.sign_in.RequestCodeForm",
    "confirm_login_code": "groups.forms.sign_in.ConfirmCodeForm",
    "change_password": "groups.forms.sign_in.ChangePasswordForm",
    "set_password": "groups.forms.sign_in.SetPasswordForm",
    "reset_password": "groups.forms.sign_in.ResetPasswordForm",
    "reset_password_from_key": "groups.forms.sign_in.ResetPasswordKeyForm",
    "reauthenticate": "groups.forms.sign_in.ReauthenticateForm",
}
ALLAUTH_TRUSTED_PROXY_COUNT = TRUSTED_PROXIES
USERSESSIONS_TRACK_ACTIVITY = False
MFA_ADAPTER = "groups.adapters.MFAAdapter"
MFA_FORMS = {
    "authenticate": "groups.forms.sign_in.SecondFactorForm",
    "authenticate_webauthn": "groups.forms.sign_in.PasskeyForm",
    "reauthenticate": "groups.forms.sign_in.SecondFactorAgainForm",
    "reauthenticate_webauthn": "groups.forms.sign_in.PasskeyAgainForm",
    "login_webauthn": "groups.forms.sign_in.PasskeySignInForm",
    "activate_totp": "groups.forms.sign_in.ActivateAppForm",
    "deactivate_totp": "groups.forms.sign_in.DeactivateAppForm",
    "generate_recovery_codes": "groups.forms.sign_in.SpareCodesForm",
    "add_webauthn": "groups.forms.sign_in.AddPasskeyForm",
    "edit_webauthn": "groups.forms.sign_in.RenamePasskeyForm",
}
# An invitation proves that the address is the person's own.
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not SECURE
MFA_TOTP_ISSUER = f"{SITE_NAME} {SITE_PLACE}"

# --- Words, dates and places -----------------------------------------------------------------------------------------
LANGUAGE_CODE = "en-gb"
# The languages besides English in which questionnaires can be asked. Only the pages of answering change their language.
ANSWERING_LANGUAGES = environment.languages("ANSWERING_LANGUAGES", ("ar", "so", "pl", "fr", "es", "it", "pt"))
LANGUAGES = [("en-gb", _("English")), *((code, NAMES[code].own) for code in ANSWERING_LANGUAGES)]
LANGUAGES_BIDI = [code for code, name in NAMES.items() if name.is_rtl]
LOCALE_PATHS = [BASE_DIR / "locale"]
USE_I18N = True
TIME_ZONE = "Europe/London"
USE_TZ = True

# --- Files and pictures ------------------------------------------------------------------------------------------------
STATIC_URL = "/static/"
STATIC_ROOT = BASE_DIR / "build" / "collected"
STATICFILES_DIRS = [BASE_DIR / "static", BASE_DIR / "build" / "static"]
STORAGES = {
    "default": environment.storage(DATA_DIR),
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "coproduction.core.static_files.HashedFilesStorage"
    },
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 500

# --- Cache, broker, mail -------------------------------------------------------------------------------------------------
REDIS_URL = environment.redis_url()
CACHE_IN_A_TABLE = {
    "BACKEND": "django.core.cache.backends.db.DatabaseCache",
    "LOCATION": "cache_entries",
    # To count on in a table begins this time anew: no wrong guess is forgotten sooner than `core.limits` says.
    "TIMEOUT": 15 * 60,
    # Pages that are kept do not push out what is counted.
    "OPTIONS": {"MAX_ENTRIES": 20_000},
}
CACHES = {
    "default": {"BACKEND": "coproduction.core.kept_redis.KeptRedisCache", "LOCATION": REDIS_URL}
    if REDIS_URL
    else CACHE_IN_A_TABLE
}
vars().update(environment.email())
DEFAULT_FROM_EMAIL = environment.text("FROM_EMAIL", f"Coproduction <no-reply@{_site.hostname}>")
SERVER_EMAIL = DEFAULT_FROM_EMAIL
# The safeguarding lead to whom a concern about someone who works here goes; all leads but that person when it is empty.
SAFEGUARDING_SENIOR_EMAIL = environment.text("SAFEGUARDING_SENIOR_EMAIL", "")
# A worker that takes a message has it for this long; the mail server must answer each step in much less.
OUTBOX_LEASE_SECONDS = 180
EMAIL_TIMEOUT = 20

_queue = DATA_DIR / "queue"
for _folder in (_queue / "messages", _queue / "control"):
    _folder.mkdir(parents=True, exist_ok=True)
CELERY_BROKER_URL = REDIS_URL or "filesystem://localhost"
CELERY_BROKER_TRANSPORT_OPTIONS = (
    {"visibility_timeout": 600, "socket_connect_timeout": 3}
    if REDIS_URL
    # One folder for in and out: the queue survives a stop, and nothing but this machine is needed.
    else {
        "data_folder_in": str(_queue / "messages"),
        "data_folder_out": str(_queue / "messages"),
        "control_folder": str(_queue / "control"),
        "store_processed": False,
    }
)
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_TIMEZONE = TIME_ZONE
CELERY_BEAT_SCHEDULE_FILENAME = str(DATA_DIR / "beat-schedule")
# Every job of the portal, by name; the job-health page reads this same table.
CELERY_BEAT_SCHEDULE = {
    "sweep-outbox": {"task": "core.sweep_outbox", "schedule": crontab(minute="*")},
    "send-reminders": {"task": "core.send_reminders", "schedule": crontab(minute="*/5")},
    "raise-concerns": {"task": "core.raise_concerns", "schedule": crontab(minute="*/10")},
    "purge-old-rows": {"task": "core.purge_old_rows", "schedule": crontab(minute=20, hour=3)},
}

# --- Safety ----------------------------------------------------------------------------------------------------------------
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 12 * 60 * 60
CSRF_FAILURE_VIEW = "coproduction.core.views.errors.csrf_failure"
SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60 if SECURE else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE
SECURE_HSTS_PRELOAD = SECURE
SECURE_SSL_REDIRECT = SECURE
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if TRUSTED_PROXIES else None
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}
PERMISSIONS_POLICY: dict[str, list[str]] = {
    name: []
    for name in ("accelerometer", "camera", "display-capture", "geolocation", "gyroscope", "microphone", "payment", "usb")
}

# --- Logs: events with a request id and no personal data -----------------------------------------------------------------------
# What follows these in an address is known to one person only, and is starred out.
SECRET_PATHS = [
    "/what-happened/",
    "/accounts/invitation/",
    "/accounts/password/reset/key/",
    "/accounts/confirm-email/",
    "/messages/stop/",
    "/messages/forget/",
    "/meetings/answer/",
    "/calendars/",
    "/shared-answers/",
    "/for-you/",
]
DJANGO_STRUCTLOG_USER_ID_FIELD = ""
DJANGO_STRUCTLOG_IP_LOGGING_ENABLED = False
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"()": "coproduction.core.logs.LineFormatter"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": environment.text("LOG_LEVEL", "WARNING").upper()},
    "loggers": {"coproduction": {"level": "INFO"}, "django.security.DisallowedHost": {"level": "CRITICAL"}},
}

# --- Help now: shown in every footer; the council's own lines are the council's to confirm ----------------------------------------
HELP_LINES = [
    {"name": _("Police, fire, ambulance"), "phone": "999", "when": _("If you or someone else is in danger now")},
    {"name": _("Childline"), "phone": "0800 1111", "when": _("Free, day and night, for anyone under 19")},
    {"name": _("Worried about a child? Call the council"), "phone": "020 8753 6600", "when": _("Monday to Friday, 9am to 5pm")},
    {"name": _("The council, evenings and weekends"), "phone": "020 8748 8588", "when": _("When the office is closed")},
]
