"""A small invented record with every section, for tests that change it."""

from pathlib import Path

from django.core.management import call_command

import coproduction.portal

REAL = Path(coproduction.portal.__file__).parent / "data" / "hf-2025.yaml"

SMALL = """\
meta: {dataset: "A small record", council: "Anytown", as_of: '2025-06-30', language: en-GB}
sources:
  - {key: "R", file: "report.txt", title: "A report", date: '2025-06-30'}
data_quality_notes:
  - {about: "years", note: "Some years are missing.", source: "report.txt ¶1"}
organisations:
  - {id: council, name: "The council", kind: council, source: "report.txt ¶1"}
  - {id: charity, name: "A charity", kind: vcs, note: "small", source: "report.txt ¶2"}
forums:
  - id: panel
    name: "The panel"
    kind: family_panel
    purpose: "Checks things."
    elected_offices: ["Chair"]
    electorate: {ages: 11-19, basis: ["lives here"]}
    election_cycle_years: 2
    rhythm: {frequency: termly, text: "each term", timing: "before the board"}
    meetings_held: {count: 7, period: "last 18 months"}
    members: [charity]
    chaired_by: charity
    lead_organisation: council
    theme: {period: 2024-25, title: "Buses"}
    status: active
    source: "report.txt ¶3"
  - {id: workshops, name: "Workshops", kind: workshop_series, parent_forum: panel, rhythm: {frequency: null}, source: "report.txt ¶4"}
committees:
  - {id: scrutiny, name: "Scrutiny", kind: scrutiny_committee, includes: [councillors], source: "report.txt ¶5"}
priorities:
  - {id: p-1, forum: panel, title: "Be safe", period: 2024-25, source: "report.txt ¶6"}
projects:
  - id: buses
    title: "Buses to the hub"
    kind: service_design
    groups: [panel, charity]
    other_groups: ["young people"]
    partners: [charity]
    dates: {start: '2024-03', end: null, text: "one spring"}
    status: running
    figure: "25 pages in the last year"
    topics: ["Routes", "Fares"]
    what_happened: "People met."
    source: "report.txt ¶7"
  - {id: parks, title: "Parks", kind: event, status: "in_progress (2016)", source: "report.txt ¶8"}
sessions:
  - {id: s-1, project: buses, forum: panel, date: '2025-04', format: workshop, topic: "Routes", count: 11, count_unit: parents, count_qualifier: exact, others_present: [councillors], source: "report.txt ¶9"}
feedback_themes:
  - {id: t-1, theme: "Late buses", project: buses, from_forum: panel, source: "report.txt ¶10"}
quotes:
  - {id: q-1, text: "The bus is late", said_by: "a parent", group: panel, project: buses, date: '2024', kind: verbatim, source: "report.txt ¶11"}
outcomes:
  - {id: o-1, project: buses, contributed_by: [panel], you_said: null, we_did: "More buses.", figure: "£3000 (up by £1000)", date: null, status: done, said_about: "buses", source: "report.txt ¶12"}
  - {id: o-2, project: buses, contributed_by: [], contributed_by_words: ["residents"], you_said: "Later buses", you_said_basis: verbatim_in_seed, we_did: "Soon.", figure: null, date: '2025', status: planned, source: "report.txt ¶13"}
commitments:
  - {id: c-1, text: "A bus each hour.", made_by: council, to_words: "residents", due: '2016-09', status: unknown, source: "report.txt ¶14"}
committee_requests:
  - {id: r-1, committee: scrutiny, by: councillor, text: "More buses?", date: '2025-06-30', status: raised, source: "report.txt ¶15"}
resolutions:
  - {committee: scrutiny, date: '2025-06-30', recommendation: "To note.", resolved: "Noted.", source: "report.txt ¶16"}
evaluations:
  - {id: e-1, project: buses, written_by: "partners", covers: [process, challenges], source: "report.txt ¶17"}
volunteer_time:
  - {id: v-1, project: buses, partners: [charity], value_gbp: 22000, hours: null, rate: null, basis: "estimate", source: "report.txt ¶18"}
incentives:
  - {id: i-1, project: buses, kind: "voucher", to: "residents", source: "report.txt ¶19"}
resources:
  - {id: res-1, project: buses, text: "A grant", amount_gbp: null, source: "report.txt ¶20"}
forward_plan:
  - {id: f-1, about: buses, when: "every term", source: "report.txt ¶21"}
  - {id: f-2, about_words: "The next report", when: '2026', must_include: [r-1], source: "report.txt ¶22"}
reference:
  values_in_seed_report:
    - {order: 1, name: "Share", source: "report.txt ¶23"}
  roles:
    - {id: council, does: "Pays.", source: "report.txt ¶24"}
  degrees_in_report: [telling, asking]
  degrees_source: "report.txt ¶25"
  nef_matrix:
    rows_delivery: ["alone", "together"]
    cols_planning: ["by us"]
    cells:
      - [One]
      - [Two]
    source: "report.txt ¶26"
"""


def load(path: Path, text: str | None = None) -> None:
    """Run the command on a file; a text is written there first."""
    if text is not None:
        path.write_text(text, encoding="utf-8")
    call_command("load_record", str(path))


def changed(old: str, new: str, text: str = SMALL) -> str:
    """The small record with one place changed; the place must be there once."""
    assert text.count(old) == 1, old
    return text.replace(old, new)
