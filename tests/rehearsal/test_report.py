"""What a person reads."""

from dataclasses import dataclass

import pytest

from rehearsal.report import Report, Step


@dataclass
class FakeAws:
    """An AWS that counts calls."""

    calls: int = 0


@pytest.fixture
def said():
    return []


@pytest.fixture
def report(said):
    return Report(said.append)


def test_a_step_says_that_it_begins_and_what_came_of_it(report, said):
    aws = FakeAws(calls=5)

    with report.step("Up", aws) as step:
        report.detail("a resource")
        aws.calls += 3
        step.result = "1 resource"

    assert said == ["Up ...", "    a resource", "Up: 1 resource (0.0 s)"]
    assert (step.calls, step.seconds < 0.5) == (3, True)


def test_a_step_that_fails_says_no_result(report, said):
    with pytest.raises(ZeroDivisionError), report.step("Up", FakeAws()):
        raise ZeroDivisionError

    assert said == ["Up ..."]


def test_an_excerpt_stands_out(report, said):
    report.excerpt("the last lines", ["one", "", "two"])

    assert said == ["  the last lines:", "  | one", "  | ", "  | two"]


def test_the_last_line_counts_all_releases(report):
    report.count(sent=100, lost=0)
    report.count(sent=11, lost=2)

    assert report.last_line == "111 requests sent, 2 lost"


def test_a_report_without_a_release_has_sent_nothing(report):
    assert report.last_line == "0 requests sent, 0 lost"


def test_the_table_is_aligned(report):
    report.steps += [Step("Up", 2.61, 224, "63 resources"), Step("Deploy, first push", 125.44, 12345, "deployment 1")]
    report.facts |= {"Image": "sha256:1", "Test page": "http://127.0.0.1:2"}

    assert report.table() == [
        "                    seconds  calls",
        "Up                      2.6    224  63 resources",
        "Deploy, first push    125.4  12345  deployment 1",
        "",
        "Image               sha256:1",
        "Test page           http://127.0.0.1:2",
    ]


def test_a_table_of_nothing_has_its_head(report):
    assert report.table()[0].split() == ["seconds", "calls"]
