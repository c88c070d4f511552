"""The benchmark's answers: every kind of question is answered, and everything it measures is there."""

import pytest

from feedback.models import Question

pytestmark = pytest.mark.django_db


def test_benchmark_of_answers_measures_every_page(settings: object) -> None:
    from tools import bench_answers

    settings.DEMO = True
    found = bench_answers.costs(bench_answers.make(60), bench_answers.officer())
    assert {name for name in found if name.endswith("seconds")} == {
        "page_seconds", "page_by_age_seconds", "page_of_web_seconds", "words_seconds", "summary_seconds",
    }  # fmt: skip
    assert (found["responses"], Question.objects.count()) == (60, 10)
    assert 0 < found["csv_peak_megabytes"] < found["megabytes_allowed"]
