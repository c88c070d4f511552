"""Time and thanks: totals for everyone, claims that move in steps, and never a name or bank details."""

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from coproduction.core.errors import Missing, NotAllowed, Refused, WrongState
from coproduction.core.models import AuditEvent
from coproduction.core.partial_dates import PartialDate
from engagements.enums import EXPENSE_STEPS, ExpenseState
from engagements.models import Expense, GotFromIt, Incentive, Project, VolunteerTime
from engagements.queries import thanks as queries
from engagements.queries import whole
from engagements.services import projects, thanks
from tests.factories.engagements import ProjectFactory, ProjectPartFactory
from tests.factories.groups import BodyFactory

pytestmark = pytest.mark.django_db

STOPPED = "“The hub” was stopped, so nothing more is written down for it. Claims for money can still be settled."


@pytest.fixture(autouse=True)
def demo(settings: Any) -> None:
    settings.DEMO = True


@pytest.fixture
def project() -> Project:
    return ProjectFactory(slug="hub", title="The hub")


@pytest.fixture
def by(acting: Any) -> Any:
    return acting()


def day(days: int) -> dt.date:
    return timezone.localdate() + dt.timedelta(days=days)


def boxes(name: str, day: dt.date) -> dict[str, str]:
    return {f"{name}_day": str(day.day), f"{name}_month": str(day.month), f"{name}_year": str(day.year)}


def time(project: Project, by: Any, hours: str = "12.5", rate: str = "15", basis: str = "council rate", **more: Any) -> Any:
    return thanks.write_time(project=project, hours=Decimal(hours), rate=Decimal(rate), basis=basis, by=by, **more)


def claim(project: Project, by: Any, days: int = -3, amount: str = "7.40", **more: Any) -> Expense:
    return thanks.write_claim(project=project, kind="travel", amount=Decimal(amount), claimed_on=day(days), by=by, **more)


def paid(project: Project, by: Any, **more: Any) -> Expense:
    expense = claim(project, by, **more)
    thanks.approve(expense=expense, on=day(-2), by=by)
    return thanks.pay(expense=expense, on=day(-1), by=by)


def lists(project: Project) -> dict[str, tuple[str, ...]]:
    return {each.title: each.lines for each in queries.of_project(Project.objects.get(pk=project.pk)).lists}


# --- Totals -------------------------------------------------------------------------------------------------------------------


def test_hours_are_valued_at_a_stated_rate_and_summed(project, by):
    row = time(project, by)
    assert row.value == Decimal("187.50")
    time(project, by, "30")
    time(project, by, "2", "20.25", "NHS rate")
    assert lists(project) == {
        "Time that people gave": (
            "42.5 hours, worth £637.50 at £15 an hour (council rate)",
            "2 hours, worth £40.50 at £20.25 an hour (NHS rate)",
            "Together 44.5 hours, worth £678",
        )
    }


def test_things_are_summed_by_what_they_are(project, by):
    for number in (8, 4):
        thanks.write_thing(
            project=project, form="voucher", number=number, each=Decimal(20), given_to="young people on the panel", by=by
        )
    thanks.write_thing(project=project, form="training", kind="First aid course", number=9, by=by)
    thanks.write_thing(project=project, form="certificate", by=by)
    thanks.write_thing(project=project, form="payment", number=3, each=Decimal(75), given_to="parents", by=by)
    assert lists(project) == {
        "What people got back": (
            "Voucher: 12, worth £240 together (young people on the panel)",
            "First aid course: 9",
            "Certificate",
            # Neither the number nor what they got: it would be about three people.
            "Payment for time: fewer than 5 (parents)",
        )
    }


@pytest.mark.parametrize(
    "number, line",
    [
        (0, None),
        (1, "Fewer than 5 claims were paid, so we don’t show the amount"),
        (4, "Fewer than 5 claims were paid, so we don’t show the amount"),
        (5, "5 claims were paid, £37 together"),
    ],
)
def test_money_paid_back_is_told_as_a_total(project, by, number, line):
    for _number in range(number):
        paid(project, by)
    claim(project, by, amount="900")
    assert lists(project) == ({"Money that people spent and got back": (line,)} if line else {})


def test_rows_of_the_record_keep_their_words(project):
    Incentive.objects.create(project=project, kind="certificate_of_thanks", given_to="every panel member", origin="record")
    VolunteerTime.objects.create(project=project, value=22_000, basis="pro bono time of partners", origin="record")
    assert lists(project) == {
        "Time that people gave": ("Worth £22,000 (pro bono time of partners)",),
        "What people got back": ("Certificate of thanks (every panel member)",),
    }
    silent = ProjectFactory(has_incentive=True)
    assert lists(silent) == {"What people got back": ("People got something for taking part. The record does not say what.",)}


@pytest.mark.parametrize("role", [None, "member", "chair", "committee_member", "administrator", "officer"])
def test_everyone_reads_the_same_totals_and_no_row(project, by, signed_in, role):
    body = BodyFactory(team=True) if role in ("administrator", "officer") else BodyFactory()
    ProjectPartFactory(project=project, body=body)
    time(project, by)
    for _number in range(5):
        paid(project, by, amount="13.37", reference="PF-1042")
    claim(project, by, amount="41.99", reference="PF-1043")
    thanks.write_words(project=project, words="I can\nspeak up now.", said_by="a young person", permission="use_words", by=by)
    thanks.write_words(project=project, words="Only the idea of this.", permission="only_the_idea", by=by)
    thanks.write_words(project=project, words="Keep this to yourself.", permission="not_at_all", by=by)
    page = (signed_in(role, body) if role else Client()).get("/projects/hub/").text
    for words in (
        "12.5 hours, worth £187.50 at £15 an hour (council rate)",
        "5 claims were paid, £66.85 together",
        "I can<br>speak up now.",
    ):
        assert words in page
    for words in ("13.37", "41.99", "PF-104", "Only the idea of this.", "Keep this to yourself."):
        assert words not in page


def test_officers_page_holds_every_row(project, by, signed_in):
    body = ProjectPartFactory(project=project, body__name="Youth group").body
    time(project, by, partners=[body], given=PartialDate.parse("2026-04"))
    thanks.write_thing(project=project, form="voucher", kind="Cinema", number=3, each=Decimal(20), given_to="the panel", by=by)
    thanks.write_words(project=project, words="Keep this.", said_by="a parent", permission="not_at_all", by=by)
    late = claim(project, by, days=-30, reference="PF-7")
    ledger = signed_in("officer").get(reverse("project_thanks", args=["hub"])).context["ledger"]
    assert [(row.title, row.lines) for row in (*ledger.time, *ledger.things, *ledger.words)] == [
        ("12.5 hours, worth £187.50 at £15 an hour (council rate)", ("April 2026", "Youth group")),
        ("Cinema", ("Voucher, 3 given, £20 each", "The panel")),
        ("Keep this.", ("A parent", "Do not use it in public")),
    ]
    (row,) = ledger.claims
    assert (row.title, row.state_words, row.late, ledger.late, row.pk) == (
        "Travel, £7.40",
        "Claimed",
        "Late by 2 days",
        1,
        late.pk,
    )


def test_warning_about_benefits_stands_beside_payments(project, by, signed_in):
    warning = "Payments can change benefits. Say so before."
    officer = signed_in("officer")
    assert warning in officer.get(reverse("project_thanks", args=["hub"])).text
    assert warning in officer.get(reverse("thanks_add", args=["hub", "things"])).text
    assert warning not in officer.get(reverse("thanks_add", args=["hub", "time"])).text
    thanks.write_thing(project=project, form="food", by=by)
    public = "Payments and vouchers can change benefits."
    assert public not in Client().get("/projects/hub/").text
    thanks.write_thing(project=project, form="payment", by=by)
    assert public in Client().get("/projects/hub/").text


# --- Claims ------------------------------------------------------------------------------------------------------------------


def test_claim_is_approved_then_paid_with_its_days(project, by):
    expense = paid(project, by)
    assert (expense.state, expense.approved_on, expense.paid_on) == ("paid", day(-2), day(-1))
    facts = AuditEvent.objects.filter(verb="engagements.claim_settled").order_by("pk").values_list("facts", flat=True)
    assert [each["state"] for each in facts] == ["approved", "paid"]


ACTS = {
    ExpenseState.APPROVED: lambda expense, by: thanks.approve(expense=expense, on=day(-1), by=by),
    ExpenseState.PAID: lambda expense, by: thanks.pay(expense=expense, on=day(0), by=by),
    ExpenseState.DECLINED: lambda expense, by: thanks.decline(expense=expense, reason="Not for this project", by=by),
    ExpenseState.CLAIMED: lambda expense, by: thanks.claim_again(expense=expense, by=by),
}
WAYS = {
    ExpenseState.CLAIMED: [],
    ExpenseState.APPROVED: [ExpenseState.APPROVED],
    ExpenseState.PAID: [ExpenseState.APPROVED, ExpenseState.PAID],
    ExpenseState.DECLINED: [ExpenseState.DECLINED],
}


@pytest.mark.parametrize("state", WAYS)
@pytest.mark.parametrize("wanted", ACTS)
def test_claim_takes_only_the_steps_that_may_follow(project, by, state, wanted):
    expense = claim(project, by)
    for step in WAYS[state]:
        ACTS[step](expense, by)
    if wanted in EXPENSE_STEPS[state]:
        assert ACTS[wanted](expense, by).state == wanted
    else:
        with pytest.raises(WrongState):
            ACTS[wanted](expense, by)
        expense.refresh_from_db()
        assert expense.state == state


def test_claim_that_is_looked_at_again_waits_since_its_first_day(project, by):
    expense = claim(project, by, days=-40)
    thanks.approve(expense=expense, on=day(-35), by=by)
    thanks.decline(expense=expense, reason="A mistake", by=by)
    again = thanks.claim_again(expense=expense, by=by)
    assert (again.claimed_on, again.approved_on, again.reason, again.days_late(day(0))) == (day(-40), None, "", 12)


@pytest.mark.parametrize("on", [day(1), day(-4)])
def test_claim_is_not_settled_before_it_was_made_or_in_the_future(project, by, on):
    expense = claim(project, by)
    with pytest.raises(Refused):
        thanks.approve(expense=expense, on=on, by=by)
    with pytest.raises(Missing):
        thanks.decline(expense=expense, reason="  ", by=by)
    expense.refresh_from_db()
    assert expense.state == "claimed"


@pytest.mark.parametrize("days, is_late", [(-28, False), (-29, True), (-400, True)])
def test_claim_is_late_after_28_days(project, by, days, is_late):
    waiting, approved, settled = (claim(project, by, days=days) for _each in range(3))
    thanks.approve(expense=approved, on=day(0), by=by)
    thanks.decline(expense=settled, reason="Twice the same", by=by)
    found = queries.late(Project.objects.all(), day(0))
    assert [(line.project, line.number, line.oldest) for line in found] == ([(project, 2, day(days))] if is_late else [])
    assert [expense.pk for expense in Expense.objects.late(day(0)).order_by("pk")] == (
        [waiting.pk, approved.pk] if is_late else []
    )


def test_late_claims_stand_on_the_page_of_the_officer_who_leads(project, by, signed_in):
    officer = signed_in("officer")
    Project.objects.filter(pk=project.pk).update(lead=officer.actor.user)
    claim(project, by, days=-30)
    claim(project, by, days=-29)
    tasks = [task for task in officer.get(reverse("officers")).context["page"].tasks if "claim" in task.title]
    assert [(task.title, task.late, task.url) for task in tasks] == [
        ("Pay 2 claims that are late", "2 days late", reverse("project_thanks", args=["hub"]))
    ]
    other = signed_in("officer").get(reverse("officers")).context["page"].tasks
    assert [task for task in other if "claim" in task.title] == []


def test_claims_are_settled_on_their_page(project, by, signed_in):
    expense = claim(project, by)
    officer, url = signed_in("officer"), reverse("thanks_change", args=["hub", "claims", expense.pk])
    acts = officer.get(url).context["acts"]
    assert (list(acts), acts["approve"]["on"].value()) == (["approve", "decline"], day(0))
    officer.post(url, {"approve": "", **boxes("approve-on", day(-1))})
    assert list(officer.get(url).context["acts"]) == ["pay", "decline"]
    wrong = officer.post(url, {"pay": "", "pay-on_day": "31", "pay-on_month": "2", "pay-on_year": "2026"})
    assert wrong.context["acts"]["pay"].errors == {"on": ["Enter the date it was paid as a real date, like 27 3 2026"]}
    assert 'value="31"' in wrong.text
    officer.post(url, {"pay": "", **boxes("pay-on", day(0))})
    expense.refresh_from_db()
    page = officer.get(url).context
    assert (expense.state, list(page["acts"]), page["can_change"], page["remove"]) == ("paid", [], False, None)


def test_second_officer_who_pays_is_told_that_it_was_paid(project, by, signed_in):
    expense = claim(project, by)
    thanks.approve(expense=expense, on=day(-1), by=by)
    second, url = signed_in("officer"), reverse("thanks_change", args=["hub", "claims", expense.pk])
    thanks.pay(expense=expense, on=day(0), by=by)
    answer = second.post(url, {"pay": "", **boxes("pay-on", day(0))})
    assert answer.context["refusal"].non_field_errors() == ["This claim is “Paid” already."]
    assert "This claim is “Paid” already." in answer.text


# --- Forms -------------------------------------------------------------------------------------------------------------------

GOOD = {
    "time": {"hours": "12.5", "rate": "£15.00", "basis": "council rate", "given": "2026-04"},
    "things": {"form": "voucher", "kind": "Cinema", "number": "12", "each": "20", "given_to": "the panel", "thanked": "2026"},
    "words": {"words": "I can speak up.", "said_by": "a parent", "permission": "use_words", "said": "2025-26"},
    "claims": {"kind": "travel", "amount": "7.40", "reference": "PF12345678", **boxes("claimed_on", day(-3))},
}
MODELS = {"time": VolunteerTime, "things": Incentive, "words": GotFromIt, "claims": Expense}


@pytest.mark.parametrize("what", GOOD)
def test_officer_adds_changes_and_takes_away(project, signed_in, what):
    officer = signed_in("officer")
    assert officer.post(reverse("thanks_add", args=["hub", what]), GOOD[what])["Location"] == reverse(
        "project_thanks", args=["hub"]
    )
    row = MODELS[what].objects.get()
    url = reverse("thanks_change", args=["hub", what, row.pk])
    form = officer.get(url).context["form"]
    changed = {"time": {"hours": "13"}, "things": {"number": "7"}, "words": {"words": "Louder."}, "claims": {"amount": "8"}}[what]
    assert officer.post(url, GOOD[what] | changed | {"seen": form["seen"].value()}).status_code == 302
    row.refresh_from_db()
    ((name, value),) = changed.items()
    assert str(getattr(row, name)).removesuffix(".0").removesuffix(".00") == value
    officer.post(url, {"remove": ""})
    assert MODELS[what].objects.count() == 0
    verbs = list(AuditEvent.objects.order_by("pk").values_list("verb", flat=True))
    assert verbs == ["engagements.thanks_written", "engagements.thanks_changed", "engagements.thanks_removed"]


@pytest.mark.parametrize("what", GOOD)
def test_form_shows_what_stands(project, signed_in, what):
    officer = signed_in("officer")
    officer.post(reverse("thanks_add", args=["hub", what]), GOOD[what])
    url = reverse("thanks_change", args=["hub", what, MODELS[what].objects.get().pk])
    form = officer.get(url).context["form"]
    # Sent back as it is shown, it changes nothing.
    data = {name: form[name].value() for name in form.fields if form[name].value() is not None}
    data = {name: value.iso() if isinstance(value, PartialDate) else value for name, value in data.items()}
    data |= boxes("claimed_on", day(-3)) if data.pop("claimed_on", None) else {}
    before = thanks.row_stamp(MODELS[what].objects.get())
    assert officer.post(url, data).status_code == 302
    assert thanks.row_stamp(MODELS[what].objects.get()) == before


@pytest.mark.parametrize(
    "what, name, typed, message",
    [
        ("time", "hours", "-3", "Enter hours as a number, like 12 or 12.5"),
        ("time", "hours", "1e9", "Enter hours as a number, like 12 or 12.5"),
        ("time", "hours", "1000000000", "Enter 100000 hours or fewer"),
        ("time", "hours", "12,50", "Enter hours as a number, like 12 or 12.5"),
        ("time", "hours", "0", "Enter a number of more than 0"),
        ("time", "hours", "", "Answer “How many hours did people give, all together?”"),
        ("time", "rate", "nan", "Enter an amount in pounds, like 12.50"),
        ("time", "rate", "15.005", "Enter an amount in pounds, like 12.50"),
        ("time", "rate", "9999", "Enter an amount of £500 or less"),
        ("time", "basis", "", "Say where the rate comes from"),
        ("time", "given", "31 2 2026", "Write a year like 2026, or two like 2026-27."),
        ("things", "number", "-1", "Enter 1 or more"),
        ("things", "number", "1e9", "Enter a whole number, like 12"),
        ("things", "each", "12,50", "Enter an amount in pounds, like 12.50"),
        ("things", "form", "gold", "Choose one of the answers in the list"),
        ("words", "words", "  ", "Write down what they said"),
        ("words", "permission", "", "Answer “What did they say we may do with their words?”"),
        ("claims", "amount", "12,50", "Enter an amount in pounds, like 12.50"),
        ("claims", "amount", "-7.40", "Enter an amount in pounds, like 12.50"),
        ("claims", "amount", "1e9", "Enter an amount in pounds, like 12.50"),
        ("claims", "amount", "٣", "Enter an amount in pounds, like 12.50"),
        ("claims", "reference", "20-10-25 12345678", "This looks like an account number. Take it out: bank details stay on the payment form."),
        ("claims", "reference", "12-34-56", "This looks like a sort code. Take it out: bank details stay on the payment form."),
        ("things", "given_to", "4111 1111 1111 1111", "This looks like a card number. Take it out: bank details stay on the payment form."),
        ("words", "words", "Pay me: 12345678", "This looks like an account number. Take it out: bank details stay on the payment form."),
    ],
)  # fmt: skip
def test_bad_input_is_answered_in_words_and_kept(project, signed_in, what, name, typed, message):
    answer = signed_in("officer").post(reverse("thanks_add", args=["hub", what]), GOOD[what] | {name: typed})
    form = answer.context["form"]
    assert (form.errors, form[name].value()) == ({name: [message]}, typed)
    assert MODELS[what].objects.count() == 0


@pytest.mark.parametrize(
    "typed, message",
    [
        (("31", "2", "2026"), "Enter the date of the claim as a real date, like 27 3 2026"),
        (("", "", ""), "Enter the date of the claim, like 27 3 2026"),
        (("1", "1", "2199"), "Enter today or a day before."),
    ],
)
def test_bad_day_is_answered_in_words_and_kept(project, signed_in, typed, message):
    sent = dict(zip(("claimed_on_day", "claimed_on_month", "claimed_on_year"), typed, strict=True))
    form = signed_in("officer").post(reverse("thanks_add", args=["hub", "claims"]), GOOD["claims"] | sent).context["form"]
    assert (form.errors, form["claimed_on"].value()) == ({"claimed_on": [message]}, list(typed))
    assert Expense.objects.count() == 0


def test_something_else_needs_words(project, signed_in):
    form = signed_in("officer").post(reverse("thanks_add", args=["hub", "things"]), {"form": "other"}).context["form"]
    assert form.errors == {"kind": ["Say what it is"]}


@pytest.mark.parametrize("what", GOOD)
def test_second_officer_does_not_overwrite(project, signed_in, what):
    first, second = signed_in("officer"), signed_in("officer")
    first.post(reverse("thanks_add", args=["hub", what]), GOOD[what])
    row = MODELS[what].objects.get()
    url = reverse("thanks_change", args=["hub", what, row.pk])
    seen = second.get(url).context["form"]["seen"].value()
    changes = {
        "time": ("basis", "A", "B"),
        "things": ("kind", "A", "B"),
        "words": ("words", "A", "B"),
        "claims": ("reference", "A", "B"),
    }
    name, theirs, mine = changes[what]
    first.post(url, GOOD[what] | {name: theirs, "seen": seen})
    answer = second.post(url, GOOD[what] | {name: mine, "seen": seen})
    message = "Someone else changed this meanwhile. What stands now is below the form. Look at it, then save again."
    assert (answer.context["form"].non_field_errors(), answer.context["form"][name].value()) == ([message], mine)
    assert answer.context["stands"].pk == row.pk
    row.refresh_from_db()
    assert getattr(row, name) == theirs
    second.post(url, GOOD[what] | {name: mine, "seen": answer.context["form"]["seen"].value()})
    row.refresh_from_db()
    assert getattr(row, name) == mine


@pytest.mark.parametrize("what", GOOD)
def test_what_someone_took_away_meanwhile_keeps_what_was_typed(project, signed_in, what, monkeypatch):
    officer = signed_in("officer")
    officer.post(reverse("thanks_add", args=["hub", what]), GOOD[what])
    row = MODELS[what].objects.get()
    url = reverse("thanks_change", args=["hub", what, row.pk])
    kept = thanks.locked

    def too_late(project: Project, by: Any) -> Project:
        MODELS[what].objects.all().delete()
        return kept(project, by)

    monkeypatch.setattr(thanks, "locked", too_late)
    monkeypatch.setattr(thanks, "locked_unless_stopped", too_late)
    answer = officer.post(url, GOOD[what] | {"seen": thanks.row_stamp(row)})
    assert answer.context["form"].non_field_errors() == ["Someone else took this away."]
    assert [answer.context["form"][name].value() for name in GOOD[what] if name in answer.context["form"].fields] == [
        value for name, value in GOOD[what].items() if name in answer.context["form"].fields
    ]


def test_project_stopped_meanwhile_keeps_what_was_typed_and_claims_can_be_settled(project, by, signed_in):
    officer = signed_in("officer")
    row = time(project, by)
    expense = claim(project, by)
    projects.stop(project=project, reason="No money.", by=by)
    for what in ("time", "things", "words"):
        form = officer.post(reverse("thanks_add", args=["hub", what]), GOOD[what]).context["form"]
        assert form.non_field_errors() == [STOPPED]
        assert all(form[name].value() == value for name, value in GOOD[what].items())
    url = reverse("thanks_change", args=["hub", "time", row.pk])
    assert officer.post(url, {"remove": ""}).context["refusal"].non_field_errors() == [STOPPED]
    assert (VolunteerTime.objects.count(), Incentive.objects.count(), GotFromIt.objects.count()) == (1, 0, 0)
    thanks.approve(expense=expense, on=day(-1), by=by)
    assert thanks.pay(expense=expense, on=day(0), by=by).state == "paid"
    assert officer.post(reverse("thanks_add", args=["hub", "claims"]), GOOD["claims"]).status_code == 302


def test_rows_of_the_record_are_not_changed_here(project, by, signed_in):
    row = Incentive.objects.create(project=project, kind="vouchers", origin="record")
    assert signed_in("officer").get(reverse("thanks_change", args=["hub", "things", row.pk])).status_code == 404
    with pytest.raises(NotAllowed):
        thanks.remove(row=row, by=by)
    with pytest.raises(NotAllowed):
        thanks.write_thing(project=project, form="voucher", row=row, seen=thanks.row_stamp(row), by=by)


def test_row_of_another_project_or_kind_is_not_found(project, by, signed_in):
    row = time(ProjectFactory(), by)
    officer = signed_in("officer")
    for what in ("time", "things", "points"):
        assert officer.get(reverse("thanks_change", args=["hub", what, row.pk])).status_code == 404
    assert officer.get(reverse("thanks_add", args=["hub", "points"])).status_code == 404


def test_only_officers_write(project, acting, by):
    chair = acting("chair")
    expense = claim(project, by)
    for act in (
        lambda: time(project, chair),
        lambda: claim(project, chair),
        lambda: thanks.approve(expense=expense, on=day(0), by=chair),
        lambda: thanks.remove(row=expense, by=chair),
    ):
        with pytest.raises(NotAllowed):
            act()
    assert (VolunteerTime.objects.count(), Expense.objects.count()) == (0, 1)


def test_nothing_is_written_when_the_last_step_fails(project, by, monkeypatch):
    body = ProjectPartFactory(project=project).body
    monkeypatch.setattr(thanks, "published", lambda project: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        time(project, by, partners=[body])
    assert (VolunteerTime.objects.count(), AuditEvent.objects.count()) == (0, 0)


@pytest.mark.parametrize("number", [1, 3])
def test_pages_cost_the_same_for_any_number(project, by, signed_in, django_assert_num_queries, number):
    for _number in range(number):
        time(project, by, partners=[ProjectPartFactory(project=project).body])
        thanks.write_thing(project=project, form="food", by=by)
        thanks.write_words(project=project, words="Hello.", permission="use_words", by=by)
        claim(project, by, days=-30)
    officer = signed_in("officer")
    officer.get(reverse("project_thanks", args=["hub"]))
    # Session, user, own parts; the project, its claims, time with partners, things, words.
    with django_assert_num_queries(9):
        officer.get(reverse("project_thanks", args=["hub"]))
    with django_assert_num_queries(2):
        queries.late(Project.objects.all(), day(0))
    whole.read(project)
    with django_assert_num_queries(0):
        queries.of_project(project)
