"""Let a person in who has shown by other means than a code or password that they may come in: a link, or a demonstration's button."""

from allauth.usersessions.models import UserSession
from django.contrib.auth import login
from django.http import HttpRequest

from groups.models import User

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def let_in(request: HttpRequest, user: User) -> None:
    """Start a session, listed among those on "Where you are signed in" like any other."""
    login(request, user, backend=BACKEND)
    UserSession.objects.create_from_request(request)
