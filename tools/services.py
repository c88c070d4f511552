"""Do PostgreSQL and Redis answer? Makes the database of DATABASE_URL when it is missing. Runs inside .venv."""

import os
import sys
from collections.abc import Iterator
from urllib.parse import urlsplit

import environ
import psycopg2
import redis
from psycopg2 import sql

WAIT_SECONDS = 5


def database_problem(address: str) -> Iterator[str]:
    """One line when PostgreSQL does not answer; otherwise the database stands afterwards."""
    config = environ.Env.db_url_config(address)
    name = config["NAME"]
    place = f"{config['HOST'] or 'localhost'}:{config['PORT'] or 5432}"
    reach = {
        "host": config["HOST"],
        "port": config["PORT"] or None,
        "user": config["USER"] or None,
        "password": config["PASSWORD"] or None,
        "connect_timeout": WAIT_SECONDS,
    }
    try:
        connection = psycopg2.connect(dbname="postgres", **reach)
    except psycopg2.Error as error:
        yield f"PostgreSQL does not answer at {place} (DATABASE_URL): {' '.join(str(error).split())}"
        return
    connection.autocommit = True
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name])
            if cursor.fetchone() is None:
                cursor.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
    except psycopg2.Error as error:
        yield f"The database {name} could not be made at {place}: {' '.join(str(error).split())}"
    finally:
        connection.close()


def redis_problem(address: str) -> Iterator[str]:
    """One line when Redis does not answer."""
    parts = urlsplit(address)
    try:
        client = redis.Redis.from_url(address, socket_connect_timeout=WAIT_SECONDS)
        client.ping()
    except (redis.RedisError, ValueError) as error:
        yield f"Redis does not answer at {parts.hostname}:{parts.port or 6379} (REDIS_URL): {error}"


def main() -> int:
    address = os.environ["DATABASE_URL"]
    if urlsplit(address).scheme not in {"postgres", "postgresql"}:
        found = ["make check needs PostgreSQL: DATABASE_URL must begin with postgres://."]
    else:
        found = [*database_problem(address), *redis_problem(os.environ["REDIS_URL"])]
    for line in found:
        print(line)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
