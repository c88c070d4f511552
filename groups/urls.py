"""Addresses of this room."""

from django.urls import URLPattern, URLResolver, path

from groups.views.accounts import AccountView
from groups.views.forums import ForumCalendarView, ForumsView, ForumView
from groups.views.hats import HatView
from groups.views.invitations import InvitationView
from groups.views.meeting_plans import MeetingCreateView, MeetingUpdateView
from groups.views.meetings import MeetingView
from groups.views.messages import MessageStopView

urlpatterns: list[URLPattern | URLResolver] = [
    path("accounts/", AccountView.as_view(), name="account"),
    # In place of allauth's own page: the address is the login, and only an administrator changes it.
    path("accounts/email/", AccountView.as_view(), name="account_email"),
    path("accounts/hat/", HatView.as_view(), name="hat"),
    path("accounts/invitation/<str:token>/", InvitationView.as_view(), name="invitation"),
    path("forums/", ForumsView.as_view(), name="forums"),
    path("forums/<slug:slug>/", ForumView.as_view(), name="forum"),
    path("forums/<slug:slug>/meetings.ics", ForumCalendarView.as_view(), name="forum_calendar"),
    path("officers/meetings/new/", MeetingCreateView.as_view(), name="meeting_create"),
    path("officers/meetings/<slug:ref>/", MeetingUpdateView.as_view(), name="meeting_update"),
    path("messages/stop/<str:token>/", MessageStopView.as_view(), name="message_stop"),
    path("meetings/<slug:ref>/", MeetingView.as_view(), name="meeting"),
]
