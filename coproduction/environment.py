"""Read the portal's settings from the environment. A malformed value stops start-up with one clear line.

The names are a contract with the people who run the server: add to them, do not rename them.
"""

import os
import secrets
from pathlib import Path
from typing import Any, NoReturn
from urllib.parse import SplitResult, unquote, urlsplit

import environ

from coproduction.language_names import NAMES

_TRUE = {"1", "true", "yes", "on"}
_FALSE = {"0", "false", "no", "off", ""}


class SettingsError(SystemExit):
    """A setting cannot be used. Its message is the one line that the person starting the portal sees."""


def refuse(name: str, advice: str) -> NoReturn:
    raise SettingsError(f"The setting {name} cannot be used: {advice}")


def text(name: str, default: str = "") -> str:
    return os.environ.get(name, "").strip() or default


def flag(name: str, *, default: bool = False) -> bool:
    value = os.environ.get(name)
    if value is None:
        return default
    if value.strip().lower() in _TRUE:
        return True
    if value.strip().lower() in _FALSE:
        return False
    refuse(name, f"write 0 or 1, not {value!r}.")


def whole_number(name: str, default: int) -> int:
    value = text(name, str(default))
    if not value.isdigit():
        refuse(name, f"write a whole number, like {default}, not {value!r}.")
    return int(value)


def words(name: str) -> list[str]:
    return [word.strip() for word in text(name).split(",") if word.strip()]


def languages(name: str, default: tuple[str, ...]) -> list[str]:
    """Codes of languages besides English, separated by commas, each once; one that has no name here is refused."""
    codes = list(dict.fromkeys(code.lower() for code in words(name))) or list(default)
    unknown = next((code for code in codes if code not in NAMES), "")
    if unknown:
        refuse(name, f"{unknown!r} is not one of {', '.join(NAMES)}.")
    return codes


def data_dir(base: Path) -> Path:
    folder = Path(text("DATA_DIR", str(base / "var"))).expanduser()
    folder = folder if folder.is_absolute() else base / folder
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        refuse("DATA_DIR", f"the folder {folder} cannot be made ({error.strerror}).")
    if not os.access(folder, os.W_OK):
        refuse("DATA_DIR", f"the folder {folder} cannot be written to.")
    return folder


def _address(name: str, value: str, schemes: set[str], example: str) -> SplitResult:
    try:
        parts = urlsplit(value)
        parts.port  # noqa: B018 - reading the port is what checks it
    except ValueError:
        refuse(name, f"write an address like {example}.")
    if parts.scheme not in schemes or not parts.hostname:
        refuse(name, f"write an address like {example}.")
    return parts


def site_url(default: str) -> SplitResult:
    return _address("SITE_URL", text("SITE_URL", default).rstrip("/"), {"http", "https"}, "https://coproduction.example")


def redis_url() -> str:
    value = text("REDIS_URL")
    if value:
        _address("REDIS_URL", value, {"redis", "rediss", "unix"}, "redis://127.0.0.1:6379/0")
    return value


def database(folder: Path) -> dict[str, Any]:
    """The database: SQLite in the data folder, or what DATABASE_URL says."""
    value = text("DATABASE_URL", f"sqlite:///{folder / 'portal.sqlite3'}")
    example = "postgres://user:password@host:5432/name"
    if value.split(":", 1)[0] not in {"sqlite", "postgres", "postgresql"}:
        refuse("DATABASE_URL", f"write an address like {example}, or leave it out for SQLite.")
    try:
        config: dict[str, Any] = environ.Env.db_url_config(value)
    except (ValueError, environ.ImproperlyConfigured):
        refuse("DATABASE_URL", f"write an address like {example}.")
    if not config.get("NAME"):
        refuse("DATABASE_URL", f"it names no database. Write an address like {example}.")
    if config["ENGINE"] == "django.db.backends.sqlite3":
        # A write-ahead log lets readers and one writer work side by side; an immediate transaction waits for its turn
        # at the start instead of failing half-way.
        config["OPTIONS"] = {
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
        }
    else:
        # A connection that stays open is worth four times the throughput.
        config["CONN_MAX_AGE"] = 60
        config["CONN_HEALTH_CHECKS"] = True
        # A server that cannot be reached is said so at once, also by /readyz.
        config["OPTIONS"] = {"connect_timeout": 5, **config.get("OPTIONS", {})}
    return config


def email() -> dict[str, Any]:
    value = text("EMAIL_URL", "smtp://127.0.0.1:25")
    try:
        config: dict[str, Any] = environ.Env.email_url_config(value)
    except (ValueError, KeyError, environ.ImproperlyConfigured):
        refuse("EMAIL_URL", "write an address like smtp+tls://user:password@host:587.")
    return config


def storage(folder: Path) -> dict[str, Any]:
    """Where uploaded files lie: a folder, or a bucket of an S3-compatible server."""
    value = text("MEDIA_URL_BACKEND", f"file://{folder / 'files'}")
    scheme, _, rest = value.partition("://")
    if scheme == "file" and rest.startswith("/"):
        return {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": unquote(rest)}}
    if scheme == "s3":
        parts = _address("MEDIA_URL_BACKEND", value, {"s3"}, "s3://key:secret@host/bucket")
        if parts.username and parts.password and parts.path.strip("/"):
            options = {
                "access_key": unquote(parts.username),
                "secret_key": unquote(parts.password),
                "endpoint_url": f"https://{parts.hostname}" + (f":{parts.port}" if parts.port else ""),
                "bucket_name": parts.path.strip("/"),
                "default_acl": "private",
                "querystring_auth": True,
            }
            return {"BACKEND": "storages.backends.s3.S3Storage", "OPTIONS": options}
    refuse("MEDIA_URL_BACKEND", "write file:///folder or s3://key:secret@host/bucket.")


def secret_key(folder: Path, *, embedded: bool) -> str:
    """The key that signs things: given, or made once and kept beside the embedded database."""
    value = text("SECRET_KEY")
    if value:
        if len(value) < 32:
            refuse("SECRET_KEY", "it is too short. Use at least 50 random characters.")
        return value
    if not embedded:
        refuse("SECRET_KEY", "it is missing. PostgreSQL needs one: at least 50 random characters, the same in every process.")
    kept = folder / "secret-key"
    if not kept.exists():
        kept.touch(mode=0o600)
        kept.write_text(secrets.token_urlsafe(64), encoding="ascii")
    return kept.read_text(encoding="ascii").strip()
