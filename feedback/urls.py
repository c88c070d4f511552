"""Addresses of this room."""

from django.urls import URLPattern, URLResolver, path

from feedback.views.codes import WhatHappenedCodeView, WhatHappenedView
from feedback.views.officers_outcomes import (
    OfficersOutcomesView,
    OutcomeCreateView,
    OutcomePublishView,
    OutcomeRedraftView,
    OutcomeUpdateView,
    OutcomeWithdrawView,
    OutcomeWordsView,
)
from feedback.views.officers_promises import ActOnPromiseView, OfficersPromisesView, OfficersPromiseView
from feedback.views.officers_questionnaires import (
    OfficersQuestionnairesView,
    OfficersQuestionnaireView,
    QuestionnaireCloseView,
    QuestionnaireCreateView,
    QuestionnaireOpenView,
    QuestionnaireUpdateView,
)
from feedback.views.outcomes import OutcomesAtomView, OutcomesCsvView, OutcomesJsonView, OutcomesView, OutcomeView
from feedback.views.promises import PromisesView
from feedback.views.questionnaires import (
    QuestionnaireAgeView,
    QuestionnaireCheckView,
    QuestionnaireDiscardView,
    QuestionnairePermissionView,
    QuestionnaireQuestionView,
    QuestionnaireSentView,
    QuestionnairesView,
    QuestionnaireView,
)
from feedback.views.reading import ReadingQueueView
from feedback.views.responses import CodeResponseView, ResponseView, TriageResponseView
from feedback.views.themes import ThemesView

urlpatterns: list[URLPattern | URLResolver] = [
    path("you-said-we-did/", OutcomesView.as_view(), name="outcomes"),
    path("you-said-we-did/<slug:ref>/", OutcomeView.as_view(), name="outcome"),
    path("you-said-we-did.csv", OutcomesCsvView.as_view(), name="outcomes_csv"),
    path("you-said-we-did.json", OutcomesJsonView.as_view(), name="outcomes_json"),
    path("you-said-we-did.atom", OutcomesAtomView.as_view(), name="outcomes_atom"),
    path("promises/", PromisesView.as_view(), name="promises"),
    path("have-your-say/", QuestionnairesView.as_view(), name="questionnaires"),
    path("have-your-say/<slug:slug>/", QuestionnaireView.as_view(), name="questionnaire"),
    path("have-your-say/<slug:slug>/<int:number>/", QuestionnaireQuestionView.as_view(), name="questionnaire_question"),
    path("have-your-say/<slug:slug>/age/", QuestionnaireAgeView.as_view(), name="questionnaire_age"),
    path("have-your-say/<slug:slug>/permission/", QuestionnairePermissionView.as_view(), name="questionnaire_permission"),
    path("have-your-say/<slug:slug>/check/", QuestionnaireCheckView.as_view(), name="questionnaire_check"),
    path("have-your-say/<slug:slug>/discard/", QuestionnaireDiscardView.as_view(), name="questionnaire_discard"),
    path("have-your-say/<slug:slug>/sent/", QuestionnaireSentView.as_view(), name="questionnaire_sent"),
    path("what-happened/", WhatHappenedView.as_view(), name="what_happened"),
    path("what-happened/<str:code>/", WhatHappenedCodeView.as_view(), name="what_happened_code"),
    path("you-said-we-did/<slug:ref>/words/", OutcomeWordsView.as_view(), name="outcome_words"),
    path("officers/reading/", ReadingQueueView.as_view(), name="reading_queue"),
    path("officers/responses/<slug:ref>/", ResponseView.as_view(), name="response"),
    path("officers/responses/<slug:ref>/triage/", TriageResponseView.as_view(), name="triage_response"),
    path("officers/responses/<slug:ref>/theme/", CodeResponseView.as_view(), name="code_response"),
    path("officers/themes/", ThemesView.as_view(), name="themes"),
    path("officers/outcomes/", OfficersOutcomesView.as_view(), name="officers_outcomes"),
    path("officers/outcomes/new/", OutcomeCreateView.as_view(), name="outcome_create"),
    path("officers/outcomes/<slug:ref>/", OutcomeUpdateView.as_view(), name="outcome_update"),
    path("officers/outcomes/<slug:ref>/publish/", OutcomePublishView.as_view(), name="outcome_publish"),
    path("officers/outcomes/<slug:ref>/withdraw/", OutcomeWithdrawView.as_view(), name="outcome_withdraw"),
    path("officers/outcomes/<slug:ref>/redraft/", OutcomeRedraftView.as_view(), name="outcome_redraft"),
    path("officers/promises/", OfficersPromisesView.as_view(), name="officers_promises"),
    path("officers/promises/<slug:ref>/", OfficersPromiseView.as_view(), name="officers_promise"),
    path("officers/promises/<slug:ref>/<slug:act>/", ActOnPromiseView.as_view(), name="act_on_promise"),
    path("officers/questionnaires/", OfficersQuestionnairesView.as_view(), name="officers_questionnaires"),
    path("officers/questionnaires/new/", QuestionnaireCreateView.as_view(), name="questionnaire_create"),
    path("officers/questionnaires/<slug:slug>/", OfficersQuestionnaireView.as_view(), name="officers_questionnaire"),
    path("officers/questionnaires/<slug:slug>/change/", QuestionnaireUpdateView.as_view(), name="questionnaire_update"),
    path("officers/questionnaires/<slug:slug>/open/", QuestionnaireOpenView.as_view(), name="questionnaire_open"),
    path("officers/questionnaires/<slug:slug>/close/", QuestionnaireCloseView.as_view(), name="questionnaire_close"),
]
