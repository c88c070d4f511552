"""Addresses of this room."""

from django.urls import URLPattern, URLResolver, path

from groups.views.accounts import AccountView
from groups.views.actions import ActionsView, ActionView
from groups.views.after import MeetingAfterView
from groups.views.answers import MeetingAnswerView
from groups.views.charters import CharterAgreeView, CharterSignView, CharterView, CharterWriteView
from groups.views.desk import ForumDeskView
from groups.views.elections import ElectionsView, OfficeCreateView, OfficeUpdateView, VoteCreateView, VoteUpdateView
from groups.views.forums import ForumCalendarView, ForumsView, ForumView
from groups.views.hats import HatView
from groups.views.invitations import InvitationView
from groups.views.joining import ForumJoinSentView, ForumJoinView, JoinAnswerView
from groups.views.meeting_agenda import AgendaItemView, AgendaProposeView, MeetingAgendaView, MeetingPapersView
from groups.views.meeting_arrangements import MeetingArrangementsView
from groups.views.meeting_plans import MeetingCreateView, MeetingUpdateView
from groups.views.meeting_series import MeetingSeriesView
from groups.views.meeting_terms import TermsView, TermUpdateView
from groups.views.meetings import MeetingReplyView, MeetingView
from groups.views.members import MemberCreateView, MembersView, MemberView
from groups.views.messages import MessageStopView
from groups.views.minutes import MinutesAgreeView, MinutesOverdueView, MinutesPublishView, MinutesUpdateView, MinutesView
from groups.views.officers_forums import ForumCreateView, ForumUpdateView, OfficersForumsView
from groups.views.officers_meetings import OfficersMeetingsView
from groups.views.own_messages import OwnCalendarView, OwnMessagesView
from groups.views.own_words import OwnWordsView
from groups.views.people_lists import MembersInviteView
from groups.views.reminder_plans import ReminderPlansView, ReminderPlanView
from groups.views.taking_part import MyTakingPartView
from groups.views.tell_list import TellListView

urlpatterns: list[URLPattern | URLResolver] = [
    path("accounts/", AccountView.as_view(), name="account"),
    # In place of allauth's own page: the address is the login, and only an administrator changes it.
    path("accounts/email/", AccountView.as_view(), name="account_email"),
    path("accounts/messages/", OwnMessagesView.as_view(), name="account_messages"),
    path("calendars/<str:token>.ics", OwnCalendarView.as_view(), name="own_calendar"),
    path("accounts/hat/", HatView.as_view(), name="hat"),
    path("accounts/invitation/<str:token>/", InvitationView.as_view(), name="invitation"),
    path("forums/", ForumsView.as_view(), name="forums"),
    path("forums/<slug:slug>/", ForumView.as_view(), name="forum"),
    path("forums/<slug:slug>/meetings.ics", ForumCalendarView.as_view(), name="forum_calendar"),
    path("forums/<slug:slug>/actions/", ActionsView.as_view(), name="actions"),
    path("forums/<slug:slug>/actions/<slug:ref>/", ActionView.as_view(), name="action"),
    path("forums/<slug:slug>/charter/", CharterView.as_view(), name="charter"),
    path("forums/<slug:slug>/charter/write/", CharterWriteView.as_view(), name="charter_write"),
    path("forums/<slug:slug>/charter/<int:version>/", CharterView.as_view(), name="charter_version"),
    path("forums/<slug:slug>/charter/<int:version>/agree/", CharterAgreeView.as_view(), name="charter_agree"),
    path("forums/<slug:slug>/charter/<int:version>/sign/", CharterSignView.as_view(), name="charter_sign"),
    path("forums/<slug:slug>/desk/", ForumDeskView.as_view(), name="forum_desk"),
    path("forums/<slug:slug>/own-words/", OwnWordsView.as_view(), name="own_words"),
    path("forums/<slug:slug>/join/", ForumJoinView.as_view(), name="forum_join"),
    path("forums/<slug:slug>/join/sent/", ForumJoinSentView.as_view(), name="forum_join_sent"),
    path("forums/<slug:slug>/members/", MembersView.as_view(), name="members"),
    path("forums/<slug:slug>/members/new/", MemberCreateView.as_view(), name="member_create"),
    path("forums/<slug:slug>/members/invite/", MembersInviteView.as_view(), name="members_invite"),
    path("forums/<slug:slug>/members/requests/<slug:ref>/", JoinAnswerView.as_view(), name="join_answer"),
    path("forums/<slug:slug>/members/<int:pk>/", MemberView.as_view(), name="member"),
    path("my/taking-part/", MyTakingPartView.as_view(), name="my_taking_part"),
    path("tell-list/", TellListView.as_view(), name="tell_list"),
    path("officers/forums/", OfficersForumsView.as_view(), name="officers_forums"),
    path("officers/forums/new/", ForumCreateView.as_view(), name="forum_create"),
    path("officers/forums/<slug:slug>/", ForumUpdateView.as_view(), name="forum_update"),
    path("officers/forums/<slug:slug>/elections/", ElectionsView.as_view(), name="elections"),
    path("officers/forums/<slug:slug>/elections/new/", OfficeCreateView.as_view(), name="office_create"),
    path("officers/forums/<slug:slug>/elections/<int:office>/", OfficeUpdateView.as_view(), name="office_update"),
    path("officers/forums/<slug:slug>/elections/<int:office>/vote/", VoteCreateView.as_view(), name="vote_create"),
    path("officers/forums/<slug:slug>/elections/<int:office>/vote/<int:pk>/", VoteUpdateView.as_view(), name="vote_update"),
    path("officers/meetings/new/", MeetingCreateView.as_view(), name="meeting_create"),
    path("officers/meetings/reminders/", ReminderPlansView.as_view(), name="reminder_plans"),
    path("officers/meetings/reminders/<slug:kind>/", ReminderPlanView.as_view(), name="reminder_plan"),
    path("officers/meetings/minutes/", MinutesOverdueView.as_view(), name="minutes_overdue"),
    path("officers/meetings/", OfficersMeetingsView.as_view(), name="officers_meetings"),
    path("officers/meetings/series/", MeetingSeriesView.as_view(), name="meeting_series"),
    path("officers/meetings/terms/", TermsView.as_view(), name="terms"),
    path("officers/meetings/terms/<int:pk>/", TermUpdateView.as_view(), name="term_update"),
    path("officers/meetings/<slug:ref>/", MeetingUpdateView.as_view(), name="meeting_update"),
    path("officers/meetings/<slug:ref>/agenda/", MeetingAgendaView.as_view(), name="meeting_agenda"),
    path("officers/meetings/<slug:ref>/agenda/<int:pk>/", AgendaItemView.as_view(), name="agenda_item"),
    path("officers/meetings/<slug:ref>/papers/", MeetingPapersView.as_view(), name="meeting_papers"),
    path("officers/meetings/<slug:ref>/arrangements/", MeetingArrangementsView.as_view(), name="meeting_arrangements"),
    path("meetings/answer/<str:token>/", MeetingAnswerView.as_view(), name="meeting_answer"),
    path("messages/stop/<str:token>/", MessageStopView.as_view(), name="message_stop"),
    path("meetings/<slug:ref>/after/", MeetingAfterView.as_view(), name="meeting_after"),
    path("meetings/<slug:ref>/minutes/", MinutesView.as_view(), name="minutes"),
    path("meetings/<slug:ref>/minutes/write/", MinutesUpdateView.as_view(), name="minutes_update"),
    path("meetings/<slug:ref>/minutes/agree/", MinutesAgreeView.as_view(), name="minutes_agree"),
    path("meetings/<slug:ref>/minutes/publish/", MinutesPublishView.as_view(), name="minutes_publish"),
    path("meetings/<slug:ref>/", MeetingView.as_view(), name="meeting"),
    path("meetings/<slug:ref>/reply/", MeetingReplyView.as_view(), name="meeting_reply"),
    path("meetings/<slug:ref>/propose/", AgendaProposeView.as_view(), name="agenda_propose"),
]
