"""Addresses of this room."""

from django.urls import URLPattern, URLResolver, path

from feedback.views.after_sending import (
    AboutYouView,
    EqualityView,
    RungView,
    ToRingView,
    WayToTellDropView,
    WayToTellForgetView,
    WayToTellView,
)
from feedback.views.analysis import (
    AnswersCsvView,
    AnswersGroupsCsvView,
    AnswersShareView,
    AnswersSummaryView,
    AnswersUnshareView,
    AnswersView,
    AnswersWordsView,
    AnswersXlsxView,
    QuestionnaireToldBeforeView,
    ToldBeforeView,
)
from feedback.views.codes import WhatHappenedCodeView, WhatHappenedForgetView, WhatHappenedView
from feedback.views.entering import EnterResponseView
from feedback.views.first_page import QuestionnairesView, QuestionnaireView
from feedback.views.for_you import ForYouView
from feedback.views.going_on import GoOnLaterView, GoOnView
from feedback.views.kiosk import KioskView
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
    QuestionnaireCopyView,
    QuestionnaireCreateView,
    QuestionnaireDeleteView,
    QuestionnaireOpenView,
    QuestionnairePublishView,
    QuestionnaireThrowAwayView,
    QuestionnaireTryView,
    QuestionnaireUpdateView,
)
from feedback.views.officers_questions import QuestionCreateView, QuestionMoveView, QuestionRemoveView, QuestionUpdateView
from feedback.views.other_languages import QuestionnaireInLanguageView
from feedback.views.outcomes import OutcomesAtomView, OutcomesCsvView, OutcomesJsonView, OutcomesView, OutcomeView
from feedback.views.posters import PaperView, PosterView
from feedback.views.promises import PromisesView
from feedback.views.questionnaires import (
    QuestionnaireAgeView,
    QuestionnaireCheckView,
    QuestionnaireDiscardView,
    QuestionnairePermissionView,
    QuestionnaireQuestionView,
    QuestionnaireSentView,
)
from feedback.views.reading import HoldItemView, ReadingItemView, ReadingQueueView, ReadItemView
from feedback.views.redactions import OriginalsView, RedactView
from feedback.views.responses import CodeResponseView, ResponseView, TriageResponseView
from feedback.views.sent_files import ResponseFileView, StopFileView
from feedback.views.themes import ThemesView
from feedback.views.translations import (
    LanguageCloseView,
    LanguageOpenView,
    LanguagePreviewView,
    LanguageRemoveView,
    LanguagesView,
    LanguageView,
    TranslateView,
)
from feedback.views.turns import TurnCancelView, TurnsView, TurnUpdateView

urlpatterns: list[URLPattern | URLResolver] = [
    path("you-said-we-did/", OutcomesView.as_view(), name="outcomes"),
    path("you-said-we-did/<slug:ref>/", OutcomeView.as_view(), name="outcome"),
    path("you-said-we-did.csv", OutcomesCsvView.as_view(), name="outcomes_csv"),
    path("you-said-we-did.json", OutcomesJsonView.as_view(), name="outcomes_json"),
    path("you-said-we-did.atom", OutcomesAtomView.as_view(), name="outcomes_atom"),
    path("promises/", PromisesView.as_view(), name="promises"),
    path("have-your-say/", QuestionnairesView.as_view(), name="questionnaires"),
    path("have-your-say/go-on/", GoOnView.as_view(), name="questionnaire_go_on"),
    path("have-your-say/<slug:slug>/later/", GoOnLaterView.as_view(), name="questionnaire_later"),
    path("have-your-say/<slug:slug>/", QuestionnaireView.as_view(), name="questionnaire"),
    path("have-your-say/<slug:slug>/in/<slug:language>/", QuestionnaireInLanguageView.as_view(), name="questionnaire_in"),
    path("have-your-say/<slug:slug>/for-you/<str:token>/", ForYouView.as_view(), name="questionnaire_for_you"),
    path("have-your-say/<slug:slug>/<int:number>/", QuestionnaireQuestionView.as_view(), name="questionnaire_question"),
    path("have-your-say/<slug:slug>/age/", QuestionnaireAgeView.as_view(), name="questionnaire_age"),
    path("have-your-say/<slug:slug>/permission/", QuestionnairePermissionView.as_view(), name="questionnaire_permission"),
    path("have-your-say/<slug:slug>/check/", QuestionnaireCheckView.as_view(), name="questionnaire_check"),
    path("have-your-say/<slug:slug>/discard/", QuestionnaireDiscardView.as_view(), name="questionnaire_discard"),
    path("have-your-say/<slug:slug>/sent/", QuestionnaireSentView.as_view(), name="questionnaire_sent"),
    path("what-happened/", WhatHappenedView.as_view(), name="what_happened"),
    path("what-happened/<str:code>/", WhatHappenedCodeView.as_view(), name="what_happened_code"),
    path("what-happened/<str:code>/forget/", WhatHappenedForgetView.as_view(), name="what_happened_forget"),
    path("you-said-we-did/<slug:ref>/words/", OutcomeWordsView.as_view(), name="outcome_words"),
    path("officers/reading/", ReadingQueueView.as_view(), name="reading_queue"),
    path("officers/reading/turns/", TurnsView.as_view(), name="turns"),
    path("officers/reading/turns/<int:pk>/", TurnUpdateView.as_view(), name="turn_update"),
    path("officers/reading/turns/<int:pk>/cancel/", TurnCancelView.as_view(), name="turn_cancel"),
    path("officers/reading/<int:pk>/", ReadingItemView.as_view(), name="reading_item"),
    path("officers/reading/<int:pk>/read/", ReadItemView.as_view(), name="reading_item_read"),
    path("officers/reading/<int:pk>/worry/", HoldItemView.as_view(), name="reading_item_hold"),
    path("officers/responses/<slug:ref>/answers/<int:pk>/redact/", RedactView.as_view(), name="redact_answer"),
    path("officers/responses/<slug:ref>/originals/", OriginalsView.as_view(), name="response_originals"),
    path("officers/responses/<slug:ref>/", ResponseView.as_view(), name="response"),
    path("officers/responses/<slug:ref>/triage/", TriageResponseView.as_view(), name="triage_response"),
    path("officers/responses/<slug:ref>/theme/", CodeResponseView.as_view(), name="code_response"),
    path("officers/responses/<slug:ref>/files/<int:pk>/", ResponseFileView.as_view(), name="response_file"),
    path("officers/responses/<slug:ref>/files/<int:pk>/stop/", StopFileView.as_view(), name="response_file_stop"),
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
    path("officers/questionnaires/<slug:slug>/try/", QuestionnaireTryView.as_view(), name="questionnaire_try"),
    path("officers/questionnaires/<slug:slug>/publish/", QuestionnairePublishView.as_view(), name="questionnaire_publish"),
    path(
        "officers/questionnaires/<slug:slug>/throw-away/", QuestionnaireThrowAwayView.as_view(), name="questionnaire_throw_away"
    ),
    path("officers/questionnaires/<slug:slug>/delete/", QuestionnaireDeleteView.as_view(), name="questionnaire_delete"),
    path("officers/questionnaires/<slug:slug>/copy/", QuestionnaireCopyView.as_view(), name="questionnaire_copy"),
    path("officers/questionnaires/<slug:slug>/questions/new/", QuestionCreateView.as_view(), name="question_create"),
    path(
        "officers/questionnaires/<slug:slug>/questions/<slug:key>/change/", QuestionUpdateView.as_view(), name="question_update"
    ),
    path(
        "officers/questionnaires/<slug:slug>/questions/<slug:key>/remove/", QuestionRemoveView.as_view(), name="question_remove"
    ),
    path("officers/questionnaires/<slug:slug>/questions/<slug:key>/move/", QuestionMoveView.as_view(), name="question_move"),
    # In other languages
    path("officers/questionnaires/<slug:slug>/languages/", LanguagesView.as_view(), name="questionnaire_languages"),
    path("officers/questionnaires/<slug:slug>/languages/<slug:code>/", LanguageView.as_view(), name="questionnaire_language"),
    path("officers/questionnaires/<slug:slug>/languages/<slug:code>/open/", LanguageOpenView.as_view(), name="language_open"),
    path("officers/questionnaires/<slug:slug>/languages/<slug:code>/close/", LanguageCloseView.as_view(), name="language_close"),
    path(
        "officers/questionnaires/<slug:slug>/languages/<slug:code>/remove/", LanguageRemoveView.as_view(), name="language_remove"
    ),
    path(
        "officers/questionnaires/<slug:slug>/languages/<slug:code>/preview/",
        LanguagePreviewView.as_view(),
        name="language_preview",
    ),
    path(
        "officers/questionnaires/<slug:slug>/languages/<slug:code>/first-page/",
        TranslateView.as_view(),
        name="translate_first_page",
    ),
    path(
        "officers/questionnaires/<slug:slug>/languages/<slug:code>/questions/<slug:key>/",
        TranslateView.as_view(),
        name="translate_question",
    ),
    # After sending: who people are, and where to tell them what came of it
    path("have-your-say/<slug:slug>/kiosk/", KioskView.as_view(), name="questionnaire_kiosk"),
    path("have-your-say/<slug:slug>/about-you/", AboutYouView.as_view(), name="about_you"),
    path("have-your-say/<slug:slug>/tell-me/", WayToTellView.as_view(), name="way_to_tell"),
    path("have-your-say/<slug:slug>/tell-me/drop/", WayToTellDropView.as_view(), name="way_to_tell_drop"),
    path("messages/forget/<str:token>/", WayToTellForgetView.as_view(), name="way_to_tell_forget"),
    path("officers/questionnaires/<slug:slug>/equality/", EqualityView.as_view(), name="questionnaire_equality"),
    path("officers/questionnaires/<slug:slug>/enter/", EnterResponseView.as_view(), name="response_enter"),
    path("officers/questionnaires/<slug:slug>/poster/", PosterView.as_view(), name="questionnaire_poster"),
    path("officers/questionnaires/<slug:slug>/paper/", PaperView.as_view(), name="questionnaire_paper"),
    path("officers/to-ring/", ToRingView.as_view(), name="to_ring"),
    path("officers/to-ring/<int:pk>/", RungView.as_view(), name="rung"),
    # See the answers; what people told before
    path("officers/questionnaires/<slug:slug>/answers/", AnswersView.as_view(), name="questionnaire_answers"),
    path("officers/questionnaires/<slug:slug>/answers/csv/", AnswersCsvView.as_view(), name="questionnaire_answers_csv"),
    path("officers/questionnaires/<slug:slug>/answers/xlsx/", AnswersXlsxView.as_view(), name="questionnaire_answers_xlsx"),
    path("officers/questionnaires/<slug:slug>/answers/groups/", AnswersGroupsCsvView.as_view(), name="questionnaire_groups_csv"),
    path("officers/questionnaires/<slug:slug>/answers/share/", AnswersShareView.as_view(), name="questionnaire_share"),
    path("officers/questionnaires/<slug:slug>/answers/unshare/", AnswersUnshareView.as_view(), name="questionnaire_unshare"),
    path(
        "officers/questionnaires/<slug:slug>/answers/words/<slug:key>/",
        AnswersWordsView.as_view(),
        name="questionnaire_answers_words",
    ),
    path(
        "officers/questionnaires/<slug:slug>/told-before/",
        QuestionnaireToldBeforeView.as_view(),
        name="questionnaire_told_before",
    ),
    path("officers/told-before/", ToldBeforeView.as_view(), name="told_before"),
    path("shared-answers/<str:token>/", AnswersSummaryView.as_view(), name="answers_summary"),
]
