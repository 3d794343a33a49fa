from __future__ import annotations

import json

import pytest
from pydantic import ValidationError
from pydantic_sarif.model import StaticAnalysisResultsFormatSarifVersion210JsonSchema as Log

from gateway.check.formats.sarif import written
from gateway.check.rules import page
from gateway.errors import Position, Problem


def result(problem):
    return json.loads(written([problem]))["runs"][0]["results"][0]


def test_report_is_sarif_by_the_schema_of_oasis(problems):
    run = Log.model_validate_json(written(problems).encode()).runs[0]

    assert [found.ruleId for found in run.results] == ["GW010", "GW037", "GW001"]


def test_schema_refuses_what_is_no_sarif(problems):
    with pytest.raises(ValidationError):
        Log.model_validate_json(written(problems).replace('"startLine"', '"line"').encode())


def test_clean_run_has_no_results():
    assert Log.model_validate_json(written([])).runs[0].results == []


def test_rules_are_those_that_were_found(problems):
    run = json.loads(written(problems))["runs"][0]
    rules = run["tool"]["driver"]["rules"]

    assert [rule["id"] for rule in rules] == ["GW001", "GW010", "GW037"]
    assert [rules[found["ruleIndex"]]["id"] for found in run["results"]] == ["GW010", "GW037", "GW001"]


def test_rule_is_described_by_its_page(problems):
    _, rule, _ = json.loads(written(problems))["runs"][0]["tool"]["driver"]["rules"]

    assert rule["shortDescription"] == {"text": "a key that does not exist here"}
    assert rule["help"] == {"text": page("GW010"), "markdown": page("GW010")}


def test_rule_without_a_page_is_named_alone():
    log = json.loads(written([Problem(Position("a.yaml", 1, 1), "GW000", "x")]))

    assert log["runs"][0]["tool"]["driver"]["rules"] == [{"id": "GW000"}]


def test_place_is_a_reference_and_a_region(problems):
    place = result(problems[0])["locations"][0]["physicalLocation"]

    assert place == {
        "artifactLocation": {"uri": "gateway.yaml"},
        "region": {"startLine": 12, "startColumn": 3, "endColumn": 9},
    }


@pytest.mark.parametrize(
    ("file", "uri"),
    [
        ("/elsewhere/in cluded.yaml", "file:///elsewhere/in%20cluded.yaml"),
        ("sub/a b.yaml", "sub/a%20b.yaml"),
        ("c:d.yaml", "c%3Ad.yaml"),
        ("é#?.yaml", "%C3%A9%23%3F.yaml"),
    ],
)
def test_file_is_escaped_as_a_uri(file, uri):
    found = result(Problem(Position(file, 1, 1), "GW001", "x"))

    assert found["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == uri


def test_fingerprint_stays_when_lines_move():
    here, there = (Problem(Position("a.yaml", line, 1), "GW002", f"first at line {line}") for line in (3, 9))

    assert result(here)["partialFingerprints"] == result(there)["partialFingerprints"]


def test_fix_replaces_what_the_problem_is_about():
    at = Position("a.yaml", 3, 11, 5, "methods: ['get']")
    log = Log.model_validate_json(written([Problem(at, "GW055", "unknown method", fix="GET")]).encode())
    (change,) = log.runs[0].results[0].fixes[0].artifactChanges
    (replaced,) = change.replacements

    assert (change.artifactLocation.uri, replaced.insertedContent.text) == ("a.yaml", "'GET'")
    assert (replaced.deletedRegion.startColumn, replaced.deletedRegion.endColumn) == (11, 16)


@pytest.mark.parametrize(
    ("line", "fix"), [("a: *x", "b"), ("a: &x b", "c"), ("", "b"), ("a: b", None), ("a: '012'", 12)]
)
def test_what_cannot_be_replaced_alone_has_no_fix(line, fix):
    assert "fixes" not in result(Problem(Position("a.yaml", 1, 4, 5, line), "GW015", "x", fix=fix))
