"""Addresses of this room."""

from django.urls import URLPattern, URLResolver, path

from engagements.views.desk import ProjectDeskView
from engagements.views.findings import InspectionAnswersView, InspectionUpdateView, TriedOutUpdateView, VoteUpdateView
from engagements.views.forward_plan import ForwardPlanView
from engagements.views.heard import IntendedGroupView, ProjectHeardView, ProjectTurnoutCsvView, ProjectTurnoutView
from engagements.views.kept_decisions import DecisionCreateView, DecisionUpdateView
from engagements.views.kept_sessions import ProjectSessionsView, SessionCreateView, SessionPhotosView, SessionUpdateView
from engagements.views.kinds import KindsView, KindUpdateView
from engagements.views.panels import PanelBeginView, PanelSeatView, PanelUpdateView, PanelView
from engagements.views.plans import ProjectPlanStepView, ProjectStartView
from engagements.views.projects import ProjectsView, ProjectView
from engagements.views.public_sessions import DecisionView, SessionView
from engagements.views.quick import ProjectQuickView
from engagements.views.sessions import MeetingProjectView
from engagements.views.status import BY_NAME, ProjectStatusView
from engagements.views.thanks import ProjectThanksView, ThanksAddView, ThanksChangeView

# Where a project is written down, and where everyone reads it.
_KEPT = "officers/projects/<slug:slug>/"
_READ = "projects/<slug:slug>/"

sessions: list[URLPattern | URLResolver] = [
    path(f"{_READ}sessions/<slug:ref>/", SessionView.as_view(), name="session"),
    path(f"{_READ}sessions/<slug:ref>/panel/", PanelView.as_view(), name="panel"),
    path(f"{_READ}sessions/<slug:ref>/panel/seats/<int:number>/", PanelSeatView.as_view(), name="panel_seat"),
    path(f"{_READ}sessions/<slug:ref>/inspection/", InspectionAnswersView.as_view(), name="inspection_answers"),
    path(f"{_READ}decisions/<slug:ref>/", DecisionView.as_view(), name="decision"),
    path(f"{_KEPT}sessions/", ProjectSessionsView.as_view(), name="project_sessions"),
    path(f"{_KEPT}sessions/new/", SessionCreateView.as_view(), name="session_create"),
    path(f"{_KEPT}sessions/<slug:ref>/", SessionUpdateView.as_view(), name="session_update"),
    path(f"{_KEPT}sessions/<slug:ref>/photos/", SessionPhotosView.as_view(), name="session_photos"),
    path(f"{_KEPT}sessions/<slug:ref>/panel/", PanelUpdateView.as_view(), name="panel_update"),
    path(f"{_KEPT}sessions/<slug:ref>/panel/begin/", PanelBeginView.as_view(), name="panel_begin"),
    path(f"{_KEPT}sessions/<slug:ref>/inspection/", InspectionUpdateView.as_view(), name="inspection_update"),
    path(f"{_KEPT}sessions/<slug:ref>/tried-out/", TriedOutUpdateView.as_view(), name="tried_out_update"),
    path(f"{_KEPT}sessions/<slug:ref>/vote/", VoteUpdateView.as_view(), name="session_vote"),
    path(f"{_KEPT}decisions/new/", DecisionCreateView.as_view(), name="decision_create"),
    path(f"{_KEPT}decisions/<slug:ref>/", DecisionUpdateView.as_view(), name="decision_update"),
]

urlpatterns: list[URLPattern | URLResolver] = [
    path("projects/", ProjectsView.as_view(), name="projects"),
    path(_READ, ProjectView.as_view(), name="project"),
    path(f"{_READ}who-took-part.csv", ProjectTurnoutCsvView.as_view(), name="project_turnout_csv"),
    path(f"{_KEPT}heard/", ProjectHeardView.as_view(), name="project_heard"),
    path(f"{_KEPT}heard/groups/<int:pk>/", IntendedGroupView.as_view(), name="intended_group"),
    path(f"{_KEPT}heard/<slug:table>/", ProjectTurnoutView.as_view(), name="project_turnout"),
    path(f"{_KEPT}thanks/", ProjectThanksView.as_view(), name="project_thanks"),
    path(f"{_KEPT}thanks/<slug:what>/new/", ThanksAddView.as_view(), name="thanks_add"),
    path(f"{_KEPT}thanks/<slug:what>/<int:pk>/", ThanksChangeView.as_view(), name="thanks_change"),
    path("officers/meetings/<slug:ref>/project/", MeetingProjectView.as_view(), name="meeting_project"),
    path("officers/projects/new/", ProjectStartView.as_view(), name="project_start"),
    path("officers/projects/quick/", ProjectQuickView.as_view(), name="project_quick"),
    path(_KEPT, ProjectDeskView.as_view(), name="project_desk"),
    path(f"{_KEPT}plan/<slug:step>/", ProjectPlanStepView.as_view(), name="project_plan_step"),
    # One address for each act: project_close at .../close/, and so on.
    *(path(f"{_KEPT}{name.removeprefix('project_')}/", ProjectStatusView.as_view(act=name), name=name) for name in BY_NAME),
    path("admin/kinds/", KindsView.as_view(), name="kinds"),
    path("admin/kinds/<slug:key>/", KindUpdateView.as_view(), name="kind_update"),
    path("forward-plan/", ForwardPlanView.as_view(), name="forward_plan"),
    *sessions,
]
