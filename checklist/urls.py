"""Addresses of this room."""

from django.urls import URLPattern, URLResolver, path

from checklist.views.checklists import ProjectChecklistView
from checklist.views.evaluation_acts import (
    EvaluationLockView,
    EvaluationSendView,
    EvaluationTalkView,
    PointAddView,
    PointAnswerView,
    PointCloseView,
    PointEditView,
    PointMoveView,
    PointRemoveView,
    PointSuggestView,
)
from checklist.views.evaluations import EvaluationBeginView, EvaluationPageView, ProjectEvaluationsView
from checklist.views.evidence import EvidenceAddView, EvidenceRemoveView
from checklist.views.felt import StageFeltView
from checklist.views.lessons import LessonsView, LessonUpdateView, ProjectLessonsView
from checklist.views.papers import StagePaperView, StageSheetView
from checklist.views.reviews import StageReviewView
from checklist.views.stage_acts import (
    ItemAnswerView,
    ItemConfirmView,
    ItemQueryView,
    ItemReplyView,
    ItemSkipView,
    RefusalAnswerView,
    StageAbstainView,
    StageDisputeView,
    StageGoOnView,
    StageRefuseView,
    StageReopenView,
    StageSignView,
)
from checklist.views.stages import ChecklistStageView
from checklist.views.starts import ChecklistStartView
from checklist.views.templates import (
    ChecklistTemplatesView,
    TemplateCompareView,
    TemplateDiscardView,
    TemplateItemAddView,
    TemplateItemRemoveView,
    TemplateItemView,
    TemplatePublishView,
    TemplateRenameView,
    TemplateStageView,
    TemplateUploadView,
    TemplateVersionView,
)

_CHECKLIST = "projects/<slug:slug>/checklist/"
_STAGE = f"{_CHECKLIST}<int:number>/"
_ITEM = f"{_STAGE}<str:code>/"
_EVALUATIONS = "projects/<slug:slug>/evaluations/"
_EVALUATION = f"{_EVALUATIONS}<slug:ref>/"
_POINT = f"{_EVALUATION}<int:number>/"
_TEMPLATES = "admin/checklist/"
_VERSION = f"{_TEMPLATES}<int:number>/"

urlpatterns: list[URLPattern | URLResolver] = [
    path(_CHECKLIST, ProjectChecklistView.as_view(), name="project_checklist"),
    path(f"{_CHECKLIST}start/", ChecklistStartView.as_view(), name="checklist_start"),
    path(_STAGE, ChecklistStageView.as_view(), name="checklist_stage"),
    path(f"{_STAGE}sign/", StageSignView.as_view(), name="stage_sign"),
    path(f"{_STAGE}refuse/", StageRefuseView.as_view(), name="stage_refuse"),
    path(f"{_STAGE}abstain/", StageAbstainView.as_view(), name="stage_abstain"),
    path(f"{_STAGE}review/", StageReviewView.as_view(), name="stage_review"),
    path(f"{_STAGE}paper/", StagePaperView.as_view(), name="stage_paper"),
    path(f"{_STAGE}sheet/", StageSheetView.as_view(), name="stage_sheet"),
    path(f"{_STAGE}dispute/", StageDisputeView.as_view(), name="stage_dispute"),
    path(f"{_STAGE}answer/<uuid:act>/", RefusalAnswerView.as_view(), name="refusal_answer"),
    path(f"{_STAGE}go-on/", StageGoOnView.as_view(), name="stage_go_on"),
    path(f"{_STAGE}reopen/", StageReopenView.as_view(), name="stage_reopen"),
    path(f"{_ITEM}answer/", ItemAnswerView.as_view(), name="item_answer"),
    path(f"{_ITEM}confirm/", ItemConfirmView.as_view(), name="item_confirm"),
    path(f"{_ITEM}query/", ItemQueryView.as_view(), name="item_query"),
    path(f"{_ITEM}reply/", ItemReplyView.as_view(), name="item_reply"),
    path(f"{_ITEM}evidence/", EvidenceAddView.as_view(), name="evidence_add"),
    path(f"{_ITEM}evidence/<int:pk>/remove/", EvidenceRemoveView.as_view(), name="evidence_remove"),
    path(f"{_ITEM}skip/", ItemSkipView.as_view(), name="item_skip"),
    path(_EVALUATIONS, ProjectEvaluationsView.as_view(), name="project_evaluations"),
    path(f"{_EVALUATIONS}begin/", EvaluationBeginView.as_view(), name="evaluation_begin"),
    path(_EVALUATION, EvaluationPageView.as_view(), name="evaluation"),
    path(f"{_EVALUATION}add/", PointAddView.as_view(), name="evaluation_point_add"),
    path(f"{_EVALUATION}lock/", EvaluationLockView.as_view(), name="evaluation_lock"),
    path(f"{_EVALUATION}send/", EvaluationSendView.as_view(), name="evaluation_send"),
    path(f"{_EVALUATION}talk/", EvaluationTalkView.as_view(), name="evaluation_talk"),
    path(f"{_POINT}edit/", PointEditView.as_view(), name="evaluation_point_edit"),
    path(f"{_POINT}move/", PointMoveView.as_view(), name="evaluation_point_move"),
    path(f"{_POINT}remove/", PointRemoveView.as_view(), name="evaluation_point_remove"),
    path(f"{_POINT}answer/", PointAnswerView.as_view(), name="evaluation_point_answer"),
    path(f"{_POINT}suggest/", PointSuggestView.as_view(), name="evaluation_point_suggest"),
    path(f"{_POINT}close/", PointCloseView.as_view(), name="evaluation_point_close"),
    path(_TEMPLATES, ChecklistTemplatesView.as_view(), name="checklist_templates"),
    path(f"{_TEMPLATES}upload/", TemplateUploadView.as_view(), name="template_upload"),
    path(_VERSION, TemplateVersionView.as_view(), name="template_version"),
    path(f"{_VERSION}against/<int:other>/", TemplateCompareView.as_view(), name="template_compare"),
    path(f"{_VERSION}name/", TemplateRenameView.as_view(), name="template_rename"),
    path(f"{_VERSION}publish/", TemplatePublishView.as_view(), name="template_publish"),
    path(f"{_VERSION}discard/", TemplateDiscardView.as_view(), name="template_discard"),
    path(f"{_VERSION}stages/<int:stage>/", TemplateStageView.as_view(), name="template_stage"),
    path(f"{_VERSION}stages/<int:stage>/add/", TemplateItemAddView.as_view(), name="template_item_add"),
    path(f"{_VERSION}items/<str:code>/", TemplateItemView.as_view(), name="template_item"),
    path(f"{_VERSION}items/<str:code>/remove/", TemplateItemRemoveView.as_view(), name="template_item_remove"),
    path(f"{_STAGE}felt/", StageFeltView.as_view(), name="stage_felt"),
    path("lessons/", LessonsView.as_view(), name="lessons"),
    path("projects/<slug:slug>/lessons/", ProjectLessonsView.as_view(), name="project_lessons"),
    path("projects/<slug:slug>/lessons/<slug:ref>/", LessonUpdateView.as_view(), name="lesson_update"),
]
