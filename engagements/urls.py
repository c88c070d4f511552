"""Addresses of this room."""

from django.urls import URLPattern, URLResolver, path

from engagements.views.forward_plan import ForwardPlanView
from engagements.views.projects import ProjectsView, ProjectView
from engagements.views.sessions import MeetingProjectView

urlpatterns: list[URLPattern | URLResolver] = [
    path("projects/", ProjectsView.as_view(), name="projects"),
    path("projects/<slug:slug>/", ProjectView.as_view(), name="project"),
    path("officers/meetings/<slug:ref>/project/", MeetingProjectView.as_view(), name="meeting_project"),
    path("forward-plan/", ForwardPlanView.as_view(), name="forward_plan"),
]
