from __future__ import annotations

import pytest

from gateway.config.overlays import chosen, merged, overlaid
from gateway.config.reader import parse
from gateway.errors import ConfigReferenceError

TEXT = """\
a: {b: 1, c: [1, 2], d: {e: 1}}
environments:
  development: {a: {b: 2, f: 3}}
  staging: {a: {c: [3], d: 5}, g: {h: 1}}
"""


@pytest.mark.parametrize(
    ("environ", "name"),
    [({}, "development"), ({"GATEWAY_ENV": ""}, "development"), ({"GATEWAY_ENV": "staging"}, "staging")],
)
def test_environment_is_development_unless_it_is_said(environ: dict[str, str], name: str) -> None:
    assert chosen(environ) == name


@pytest.mark.parametrize(
    ("environment", "expected"),
    [
        ("development", {"a": {"b": 2, "c": [1, 2], "d": {"e": 1}, "f": 3}}),
        ("staging", {"a": {"b": 1, "c": [3], "d": 5}, "g": {"h": 1}}),
        ("production", {"a": {"b": 1, "c": [1, 2], "d": {"e": 1}}}),
    ],
)
def test_mappings_merge_deep_and_the_rest_is_replaced(environment: str, expected: dict[str, object]) -> None:
    document = overlaid(parse(TEXT, "f"), environment)
    document.pop("environments")

    assert document == expected


def test_chosen_overlay_is_taken_out() -> None:
    assert list(overlaid(parse(TEXT, "f"), "staging")["environments"]) == ["development"]


def test_values_keep_the_places_they_were_written_at() -> None:
    document = overlaid(parse(TEXT, "f"), "staging")

    assert (document["a"].value_at("b").line, document["a"].value_at("c").line) == (1, 4)


def test_merging_changes_neither_mapping() -> None:
    below, above = parse("a: {b: 1}", "f"), parse("a: {b: 2}", "g")

    assert (merged(below, above), below, above) == ({"a": {"b": 2}}, {"a": {"b": 1}}, {"a": {"b": 2}})


def test_what_is_in_no_overlay_stays_to_be_refused() -> None:
    document = overlaid(parse("environments: {development: {routes: [], a: 1}}", "f"), "development")

    assert document == {"environments": {"development": {"routes": []}}, "a": 1}


def test_environment_that_is_not_there_lists_those_that_are() -> None:
    with pytest.raises(ConfigReferenceError) as refused:
        overlaid(parse(TEXT, "f"), "stagin")
    (problem,) = refused.value.problems

    assert (problem.rule, problem.message) == ("GW090", 'GATEWAY_ENV is "stagin" (did you mean "staging"?)')
    assert problem.help == "there are development, staging and production"


@pytest.mark.parametrize(
    "text", ["a: 1", "environments: []", "environments: {x: 5}", "environments: {x: null}"]
)
def test_file_without_overlays_is_itself(text: str) -> None:
    assert overlaid(parse(text, "f"), "x") == parse(text, "f")
