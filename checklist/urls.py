"""Addresses of this room."""

from django.urls import URLPattern, URLResolver, path

from checklist.views.checklists import ChecklistStartView, ProjectChecklistView
from checklist.views.stages import (
    ChecklistStageView,
    ItemAnswerView,
    ItemConfirmView,
    ItemQueryView,
    ItemReplyView,
    ItemSkipView,
    StageGoOnView,
    StageRefuseView,
    StageReopenView,
    StageSignView,
)

_CHECKLIST = "projects/<slug:slug>/checklist/"
_STAGE = f"{_CHECKLIST}<int:number>/"
_ITEM = f"{_STAGE}<str:code>/"

urlpatterns: list[URLPattern | URLResolver] = [
    path(_CHECKLIST, ProjectChecklistView.as_view(), name="project_checklist"),
    path(f"{_CHECKLIST}start/", ChecklistStartView.as_view(), name="checklist_start"),
    path(_STAGE, ChecklistStageView.as_view(), name="checklist_stage"),
    path(f"{_STAGE}sign/", StageSignView.as_view(), name="stage_sign"),
    path(f"{_STAGE}refuse/", StageRefuseView.as_view(), name="stage_refuse"),
    path(f"{_STAGE}go-on/", StageGoOnView.as_view(), name="stage_go_on"),
    path(f"{_STAGE}reopen/", StageReopenView.as_view(), name="stage_reopen"),
    path(f"{_ITEM}answer/", ItemAnswerView.as_view(), name="item_answer"),
    path(f"{_ITEM}confirm/", ItemConfirmView.as_view(), name="item_confirm"),
    path(f"{_ITEM}query/", ItemQueryView.as_view(), name="item_query"),
    path(f"{_ITEM}reply/", ItemReplyView.as_view(), name="item_reply"),
    path(f"{_ITEM}skip/", ItemSkipView.as_view(), name="item_skip"),
]
