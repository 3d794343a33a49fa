from __future__ import annotations

import pytest

from gateway.errors import ConfigReferenceError, Position, Problem
from gateway.resolution.report import Report, place


def at(line, column=1, file="gateway.yaml"):
    return Position(file, line, column)


def test_report_without_problems_closes_quietly():
    report = Report()
    report.close()

    assert report.problems == []


def test_problems_are_raised_in_file_order():
    report = Report()
    report.add(at(7), "GW060", "later")
    report.add(at(2, 9), "GW061", "second")
    report.add(at(2, 3), "GW062", "first", "what helps")

    with pytest.raises(ConfigReferenceError) as error:
        report.close()
    assert str(error.value).splitlines() == [
        "gateway.yaml:2:3: error[GW062]: first",
        "gateway.yaml:2:9: error[GW061]: second",
        "gateway.yaml:7:1: error[GW060]: later",
    ]


def test_one_mistake_in_one_place_is_told_once():
    report = Report()
    report.add(at(2), "GW060", "missing")
    report.add(at(2), "GW060", "missing")
    report.add(at(3), "GW060", "missing")

    assert [problem.position.line for problem in report.problems] == [2, 3]


@pytest.mark.parametrize(
    ("name", "known", "message", "help_"),
    [
        ("wbe", ["web", "api"], 'no stack "wbe" (did you mean "web"?)', "there are api and web"),
        ("zzz", ["web", "api"], 'no stack "zzz"', "there are api and web"),
        ("web", [], 'no stack "web"', "there is none"),
    ],
)
def test_unknown_name_is_told_with_what_there_is(name, known, message, help_):
    report = Report()
    report.unknown(at(1), "GW044", f'no stack "{name}"', name, known)

    assert [(problem.message, problem.help) for problem in report.problems] == [(message, help_)]


@pytest.mark.parametrize(("file", "expected"), [("a.yaml", "line 7"), ("b.yaml", "b.yaml:7")])
def test_other_place_is_named_with_its_file_if_that_is_another(file, expected):
    assert place(at(7, file=f"site/{file}"), at(2, file="site/a.yaml")) == expected


def test_warnings_keep_nothing_from_being_served():
    first = Problem(at(2), "GW038", "first", "what helps", "warning")
    report = Report([Problem(at(7), "GW037", "later", "", "warning"), first, first])

    assert [(problem.position.line, problem.level, problem.help) for problem in report.close()] == [
        (2, "warning", "what helps"),
        (7, "warning", ""),
    ]


def test_errors_are_told_before_any_warning():
    report = Report([Problem(at(2), "GW037", "dangerous", "", "warning")])
    report.add(at(7), "GW060", "missing")

    with pytest.raises(ConfigReferenceError) as error:
        report.close()
    assert [problem.level for problem in error.value.problems] == ["error"]
