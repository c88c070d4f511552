"""The questions about a project, one form each: asked before it begins, and to change an answer afterwards."""

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from coproduction.core.forms.base import PortalForm
from coproduction.core.forms.partial_days import PartialDayField, kept
from engagements.enums import Degree, Hand, PlanStep, Treseder
from engagements.forms.plan_rows import GroupRow, LimitRow, PartRow, PlanRow, ResourceRow
from engagements.models import Project
from engagements.queries import kinds, plans
from groups.forms.seen import SeenMixin
from groups.forms.texts import Text

SHORT = 1000
_NOTHING = "nothing"
DEGREES = [
    (Degree.INFORMATION, gettext_lazy("Telling")),
    (Degree.CONSULTATION, gettext_lazy("Asking")),
    (Degree.COPRODUCTION, gettext_lazy("Working together")),
]
_DEGREE_HINTS = {
    Degree.INFORMATION: gettext_lazy("We share what is happening. Like a leaflet about a new bus pass."),
    Degree.CONSULTATION: gettext_lazy("You tell us what you think, we decide. Like a survey about opening hours."),
    Degree.COPRODUCTION: gettext_lazy("We plan it and do it with you. Like parents and officers who write the brief together."),
}
_PLANNING_HINTS = {
    Hand.COUNCIL: gettext_lazy("The council says what is done. Like a plan that the law asks for."),
    Hand.TOGETHER: gettext_lazy("People and the council say it together. Like a planning group of parents and officers."),
    Hand.PEOPLE: gettext_lazy("People say it by themselves. Like a forum that picks its own theme."),
}
_DELIVERY_HINTS = {
    Hand.COUNCIL: gettext_lazy("Council staff do the work. Like officers who run a session."),
    Hand.TOGETHER: gettext_lazy("Both do the work. Like young people who lead a workshop with staff."),
    Hand.PEOPLE: gettext_lazy("People do it by themselves. Like parents who run a coffee morning."),
}
_TRESEDER_HINTS = {
    Treseder.ASSIGNED: gettext_lazy("Adults choose the task and say why. Like helping at an open day."),
    Treseder.CONSULTED: gettext_lazy("Adults plan it, ask, and say what came of it. Like trying out a web page."),
    Treseder.ADULT_SHARED: gettext_lazy("The council’s idea, and every choice is shared. Like a panel that picks a provider."),
    Treseder.CHILD_SHARED: gettext_lazy(
        "Young people’s idea, and every choice is shared. Like a bus safety plan that they began."
    ),
    Treseder.CHILD_DIRECTED: gettext_lazy("Young people run it, and adults help when asked. Like a Youth Mayor’s campaign."),
}


class StepForm(SeenMixin, PortalForm):
    """One question. `facts` is what its service takes.

    ``page_title``, ``page_lead``   the heading of the page, where no field is the heading, and a sentence below
    ``rows``                        the kind of rows on the same page, with their heading, one row's name, the words that open the next;
                                    the other fields stand below them when they come first
    ``folded``                      names of fields that a line opens, ``folded_heading``
    """

    page_title: Any = ""
    page_lead: Any = ""
    rows: ClassVar[type[PlanRow] | None] = None
    rows_heading: Any = ""
    rows_words: Any = ""
    rows_add: Any = ""
    rows_first = False
    folded: tuple[str, ...] = ()
    folded_heading: Any = ""
    folded_lead: Any = ""

    def __init__(self, *args: Any, project: Project, user: object, **kwargs: Any) -> None:
        self.project, self.user = project, user
        super().__init__(*args, **kwargs)

    @staticmethod
    def of(stands: plans.Facts) -> dict[str, Any]:
        """What stands, as this form shows it."""
        return stands

    @property
    def row_kwargs(self) -> dict[str, Any]:
        """What every row is given besides what was typed."""
        return {}

    @property
    def facts(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in self.fields if name != "seen"}

    @property
    def heading_words(self) -> Any:
        """The heading of the page: of its own, or the question itself."""
        return self.fields[self.heading].label if self.heading else self.page_title

    @property
    def plain_fields(self) -> list[forms.BoundField]:
        return [field for field in self.visible_fields() if field.name not in self.folded]

    @property
    def folded_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in self.folded if name in self.fields]

    @property
    def is_unfolded(self) -> bool:
        return any(field.errors or field.value() for field in self.folded_fields)

    def choice(self, name: str) -> Any:
        return self.fields[name]


class AboutForm(StepForm):
    page_title = gettext_lazy("What do you want to make better?")
    page_lead = gettext_lazy("Everyone will read this. Write it so that a 12-year-old understands it.")

    title = forms.CharField(
        label=gettext_lazy("What is it called?"),
        help_text=gettext_lazy("A plain name, like “Short breaks in the holidays”."),
        max_length=200,
        error_messages={"required": gettext_lazy("Give the project a name")},
    )
    why = Text(
        label=gettext_lazy("What do you want to make better, and why?"),
        help_text=gettext_lazy("One or two plain sentences."),
        rows=3,
        max_length=SHORT,
        error_messages={"required": gettext_lazy("Say what you want to make better")},
    )


class KindForm(StepForm):
    heading = "kind"

    kind = forms.ChoiceField(
        label=gettext_lazy("What kind of work is it?"),
        widget=forms.RadioSelect,
        error_messages={
            "required": gettext_lazy("Choose the kind of work"),
            "invalid_choice": gettext_lazy("This kind of work is no longer offered. Choose another."),
        },
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = [kind for kind in kinds.everything().values() if kind.is_offered or kind.key == self.project.kind]
        self.choice("kind").choices = [(kind.key, kind.words) for kind in offered]
        self.choice("kind").choice_hints = {kind.key: kind.hint for kind in offered if kind.hint}


class DegreeForm(StepForm):
    heading = "degree_planned"
    folded = ("grid_planning", "grid_delivery", "treseder")
    folded_heading = gettext_lazy("Say it in more detail")
    folded_lead = gettext_lazy("You can leave this out. None of these is better than another: what matters is to be honest.")

    degree_planned = forms.ChoiceField(
        label=gettext_lazy("Telling, asking, or working together?"),
        choices=DEGREES,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose telling, asking or working together")},
    )
    grid_planning = forms.ChoiceField(
        label=gettext_lazy("Who plans it?"), choices=[("", ""), *Hand.choices], widget=forms.RadioSelect, required=False
    )
    grid_delivery = forms.ChoiceField(
        label=gettext_lazy("Who does it?"), choices=[("", ""), *Hand.choices], widget=forms.RadioSelect, required=False
    )
    treseder = forms.ChoiceField(
        label=gettext_lazy("How do children and young people take part?"),
        choices=[("", ""), *Treseder.choices],
        widget=forms.RadioSelect,
        required=False,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        hints: dict[str, dict[Any, Any]] = {
            "degree_planned": _DEGREE_HINTS,
            "grid_planning": _PLANNING_HINTS,
            "grid_delivery": _DELIVERY_HINTS,
            "treseder": _TRESEDER_HINTS,
        }
        for name, words in hints.items():
            self.choice(name).choice_hints = words
        for name in self.folded:
            # Radios cannot be taken back: whoever chose one can choose to say nothing again.
            if self.initial.get(name):
                self.choice(name).choices = [*self.choice(name).choices, (_NOTHING, _("I would rather not say"))]

    @property
    def facts(self) -> dict[str, Any]:
        return {name: "" if value == _NOTHING else value for name, value in super().facts.items()}


class WhoForm(StepForm):
    page_title = gettext_lazy("Who works on it?")
    page_lead = gettext_lazy("The forums, partners and teams. A forum that signs checks every stage with you.")
    rows = PartRow
    rows_words = gettext_lazy("Who")
    rows_add = gettext_lazy("Add another")

    @property
    def row_kwargs(self) -> dict[str, Any]:
        standing = [part.body for part in self.project.parts.all()]
        return {"bodies": plans.possible_bodies(self.user, standing)}


class DecisionForm(StepForm):
    page_title = gettext_lazy("Who decides, and when?")
    page_lead = gettext_lazy("Who makes the final decision, after everyone has been heard.")

    body = forms.ChoiceField(
        label=gettext_lazy("Which body decides?"),
        required=False,
        error_messages={"invalid_choice": gettext_lazy("This one is closed or not in the list. Choose another.")},
    )
    words = forms.CharField(
        label=gettext_lazy("Or who, if it is not in the list?"),
        help_text=gettext_lazy("By role, like “the director of children’s services”. Never by name."),
        max_length=200,
        required=False,
    )
    when = PartialDayField(
        label=gettext_lazy("When is it decided?"),
        what=gettext_lazy("the date of the decision"),
        help_text=gettext_lazy("As well as you know it: a day, only month and year, or only a year."),
        required=False,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        part = plans.decider(self.project)
        self.bodies = {str(body.pk): body for body in plans.possible_bodies(self.user, [part.body if part else None])}
        # Whoever decides is most often a committee or a council team: those first.
        listed = sorted(self.bodies.values(), key=lambda body: body.kind not in ("committee", "team"))
        self.choice("body").choices = [("", _("Choose one")), *((str(body.pk), body.name) for body in listed)]

    @staticmethod
    def of(stands: plans.Facts) -> dict[str, Any]:
        return stands | {"body": stands["body"].pk if stands["body"] else ""}

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("body") and data.get("words"):
            self.add_error("words", _("Choose from the list or write who it is, not both"))
        return data

    @property
    def facts(self) -> dict[str, Any]:
        data = self.cleaned_data
        return {
            "body": self.bodies.get(data["body"]),
            "words": data["words"],
            "when": kept(data["when"], plans.decided_when(self.project)),
        }


class FixedForm(StepForm):
    page_title = gettext_lazy("What is fixed, and why?")
    page_lead = gettext_lazy("What nobody can change in this work. People trust us more when they know it from the start.")
    rows = LimitRow
    rows_words = gettext_lazy("What is fixed")
    rows_add = gettext_lazy("Add something else that is fixed")
    rows_first = True

    fixed_words = Text(
        label=gettext_lazy("What is fixed, as it was written down before"), rows=3, max_length=SHORT, required=False
    )
    nothing_is_fixed = forms.BooleanField(label=gettext_lazy("Nothing is fixed: people can change all of it"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.project.fixed_words:
            del self.fields["fixed_words"]


class OpenForm(StepForm):
    heading = "open_words"

    open_words = Text(
        label=gettext_lazy("What can people change?"),
        help_text=gettext_lazy("Everything that is still open. Everyone will read this."),
        rows=4,
        max_length=SHORT,
        required=False,
    )


class ServesForm(StepForm):
    page_title = gettext_lazy("What does it serve, and with what?")
    rows = ResourceRow
    rows_heading = gettext_lazy("What does it have to work with?")
    rows_words = gettext_lazy("Resource")
    rows_add = gettext_lazy("Add something else")

    priorities = forms.MultipleChoiceField(
        label=gettext_lazy("Which priorities does it serve?"),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    wards = forms.CharField(
        label=gettext_lazy("In which wards?"),
        help_text=gettext_lazy("Like “All”, or “College Park and Old Oak”."),
        max_length=300,
        required=False,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offered = {str(each.pk): each for each in plans.possible_priorities(self.project, self.user)}
        if not self.offered:
            del self.fields["priorities"]
            return
        self.choice("priorities").choices = [
            (pk, _("%(title)s (%(forum)s)") % {"title": each.title, "forum": each.body.name}) for pk, each in self.offered.items()
        ]

    @staticmethod
    def of(stands: plans.Facts) -> dict[str, Any]:
        return stands | {"priorities": [str(each.pk) for each in stands["priorities"]]}

    @property
    def facts(self) -> dict[str, Any]:
        chosen = self.cleaned_data.get("priorities", ())
        return {"priorities": [self.offered[pk] for pk in chosen], "wards": self.cleaned_data["wards"]}


class LeadForm(StepForm):
    page_title = gettext_lazy("Who leads it, and who stands in?")
    page_lead = gettext_lazy("So that everyone knows whom to ask, also in the holidays.")

    lead = forms.ChoiceField(
        label=gettext_lazy("Who leads it?"),
        error_messages={"invalid_choice": gettext_lazy("This person is no officer now. Choose another.")},
    )
    cover = forms.ChoiceField(
        label=gettext_lazy("Who stands in when they are away?"),
        required=False,
        error_messages={"invalid_choice": gettext_lazy("This person is no officer now. Choose another.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = {str(user.pk): user for user in plans.possible_leads([self.project.lead, self.project.cover])}
        people = [(pk, str(user)) for pk, user in self.people.items()]
        self.choice("lead").choices = [("", _("Choose one")), *people]
        self.choice("cover").choices = [("", _("Nobody yet")), *people]

    @staticmethod
    def of(stands: plans.Facts) -> dict[str, Any]:
        return {name: user.pk if user else "" for name, user in stands.items()}

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("lead") and data.get("lead") == data.get("cover"):
            self.add_error("cover", _("Choose somebody else than who leads"))
        return data

    @property
    def facts(self) -> dict[str, Any]:
        return {name: self.people.get(self.cleaned_data[name]) for name in ("lead", "cover")}


class HeardForm(StepForm):
    page_title = gettext_lazy("Whom do you want to hear from?")
    page_lead = gettext_lazy("Groups of people whom this touches, above all those who are seldom asked. Never a person by name.")
    rows = GroupRow
    rows_words = gettext_lazy("Group")
    rows_add = gettext_lazy("Add another group")


class HappenedForm(StepForm):
    page_title = gettext_lazy("What happened?")
    page_lead = gettext_lazy("In short, for everyone. You can add to it as the work goes on.")

    what_happened = Text(label=gettext_lazy("What happened"), rows=5, max_length=3 * SHORT, required=False)
    degree_achieved = forms.ChoiceField(
        label=gettext_lazy("How much say did people really have?"),
        choices=[*DEGREES, (Degree.UNKNOWN, "")],
        widget=forms.RadioSelect,
        required=False,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.choice("degree_achieved").choice_hints = _DEGREE_HINTS


FORMS: dict[PlanStep, type[StepForm]] = {
    PlanStep.ABOUT: AboutForm,
    PlanStep.KIND: KindForm,
    PlanStep.DEGREE: DegreeForm,
    PlanStep.WHO: WhoForm,
    PlanStep.DECISION: DecisionForm,
    PlanStep.FIXED: FixedForm,
    PlanStep.OPEN: OpenForm,
    PlanStep.SERVES: ServesForm,
    PlanStep.LEAD: LeadForm,
    PlanStep.HEARD: HeardForm,
    PlanStep.HAPPENED: HappenedForm,
}
