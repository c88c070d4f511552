"""The way in that gunicorn takes, for tests of what is said of a request."""

import io

from django.test import Client

from coproduction.wsgi import readable


class Door(Client):
    """A client that comes in where gunicorn lets people in."""

    def request(self, **environ):
        if body := environ.get("wsgi.input"):
            # It ends where it ends, as from a browser that promised more and went away.
            environ["wsgi.input"] = io.BytesIO(body.read())
        return super().request(**readable(environ))
