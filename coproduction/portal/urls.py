"""Addresses of this room."""

from django.urls import URLPattern, URLResolver, path

from coproduction.portal.views.administration import AdministrationView, AuditView
from coproduction.portal.views.all_projects import OfficersProjectsCsvView, OfficersProjectsTableView, OfficersProjectsView
from coproduction.portal.views.committee import CommitteeView
from coproduction.portal.views.demo_sign_in import DemoSignInView
from coproduction.portal.views.home import HomeView
from coproduction.portal.views.information import AccessibilityView, CookiesView, HelpNowView, PrivacyView
from coproduction.portal.views.job_health import JobHealthView
from coproduction.portal.views.my import MyView
from coproduction.portal.views.officers import OfficersView
from coproduction.portal.views.outbox import OutboxMessageView, OutboxNotSentView, OutboxSendAgainView, OutboxView
from coproduction.portal.views.people import (
    CapacityEndView,
    PeopleView,
    PersonCloseView,
    PersonInviteView,
    PersonReopenView,
    PersonView,
)
from coproduction.portal.views.record import RecordView
from coproduction.portal.views.safeguarding import CloseConcernView, ConcernView, ReleaseConcernView, SafeguardingView
from coproduction.portal.views.sheets import (
    SheetFaultsView,
    SheetImportsView,
    SheetImportView,
    SheetMatchView,
    SheetPreviewView,
    SheetTemplateView,
)
from coproduction.portal.views.start import StartView

urlpatterns: list[URLPattern | URLResolver] = [
    path("start/", StartView.as_view(), name="start"),
    path("my/", MyView.as_view(), name="my"),
    path("officers/", OfficersView.as_view(), name="officers"),
    path("officers/import/", SheetImportsView.as_view(), name="sheet_imports"),
    path("officers/import/table.csv", SheetTemplateView.as_view(), name="sheet_template"),
    path("officers/import/files/<int:pk>/columns/", SheetMatchView.as_view(), name="sheet_match"),
    path("officers/import/files/<int:pk>/", SheetPreviewView.as_view(), name="sheet_preview"),
    path("officers/import/files/<int:pk>/to-mend.csv", SheetFaultsView.as_view(), name="sheet_faults"),
    path("officers/import/<int:pk>/", SheetImportView.as_view(), name="sheet_import"),
    path("officers/projects/", OfficersProjectsView.as_view(), name="officers_projects"),
    path("officers/projects/table/", OfficersProjectsTableView.as_view(), name="officers_projects_table"),
    path("officers/projects/table.csv", OfficersProjectsCsvView.as_view(), name="officers_projects_csv"),
    path("committee/", CommitteeView.as_view(), name="committee"),
    path("demo/", DemoSignInView.as_view(), name="demo"),
    path("admin/", AdministrationView.as_view(), name="administration"),
    path("admin/audit/", AuditView.as_view(), name="audit"),
    path("admin/outbox/", OutboxView.as_view(), name="outbox"),
    path("admin/outbox/not-sent/", OutboxNotSentView.as_view(), name="outbox_not_sent"),
    path("admin/outbox/<int:pk>/", OutboxMessageView.as_view(), name="outbox_message"),
    path("admin/outbox/<int:pk>/again/", OutboxSendAgainView.as_view(), name="outbox_send_again"),
    path("admin/jobs/", JobHealthView.as_view(), name="job_health"),
    path("admin/people/", PeopleView.as_view(), name="people"),
    path("admin/people/invite/", PersonInviteView.as_view(), name="person_invite"),
    path("admin/people/<int:pk>/", PersonView.as_view(), name="person"),
    path("admin/people/<int:pk>/close/", PersonCloseView.as_view(), name="person_close"),
    path("admin/people/<int:pk>/reopen/", PersonReopenView.as_view(), name="person_reopen"),
    path("admin/parts/<int:pk>/end/", CapacityEndView.as_view(), name="capacity_end"),
    path("", HomeView.as_view(), name="home"),
    path("help-now/", HelpNowView.as_view(), name="help_now"),
    path("accessibility/", AccessibilityView.as_view(), name="accessibility"),
    path("privacy/", PrivacyView.as_view(), name="privacy"),
    path("cookies/", CookiesView.as_view(), name="cookies"),
    path("record/", RecordView.as_view(), name="record"),
    path("safeguarding/", SafeguardingView.as_view(), name="safeguarding"),
    path("safeguarding/<int:pk>/", ConcernView.as_view(), name="safeguarding_concern"),
    path("safeguarding/<int:pk>/close/", CloseConcernView.as_view(), name="safeguarding_close"),
    path("safeguarding/<int:pk>/release/", ReleaseConcernView.as_view(), name="safeguarding_release"),
]
