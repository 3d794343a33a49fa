from __future__ import annotations

import json

import pytest

from gateway.check.schemas import schema_problems
from gateway.config import load
from gateway.errors import Problem


@pytest.fixture
def told(tmp_path):
    """What is told of a schema."""

    def told(schema: str) -> str:
        route = f"{{path: /, methods: [POST], handler: 'a:b', body: {{schema: {schema}}}}}"
        (tmp_path / "gateway.yaml").write_text(f"version: 1\nroutes:\n  - {route}\n")
        config = load(tmp_path / "gateway.yaml", environ={})
        (tmp_path / "gone.json").unlink(missing_ok=True)
        (found,) = schema_problems(config.routes[0])
        return shown(found)

    return told


def shown(problem: Problem) -> str:
    at = problem.position
    return f"{at.file.rpartition('/')[2]}:{at.line}:{at.column} {problem.message}"


def test_value_that_is_wrong_is_told(told):
    assert told("{items: {type: strng}}") == (
        "gateway.yaml:3:78 not a JSON Schema: type must be array, boolean, integer, null, number, object or"
        ' string, not "strng" (did you mean "string"?)'
    )


def test_value_in_a_file_is_told_there(told, tmp_path):
    (tmp_path / "item.json").write_text(json.dumps({"minLength": -1}, indent=2))

    assert told("item.json") == "item.json:2:16 not a JSON Schema: minLength must be at least 0, not -1"


@pytest.mark.parametrize(
    ("file", "content"),
    [("gone.json", '{"minLength": -1}'), ("twice.json", '{"minLength": 1, "minLength": -1}')],
)
def test_file_without_places_is_told_where_it_is_named(told, tmp_path, file, content):
    (tmp_path / file).write_text(content)

    assert told(file).startswith("gateway.yaml:3:63 not a JSON Schema: minLength must be at least 0")


def test_what_we_have_no_words_for_is_told_as_it_is(told):
    assert told("{required: [a, a]}").endswith("not a JSON Schema: ['a', 'a'] has non-unique elements")


@pytest.mark.parametrize(
    ("schema", "said"),
    [
        ("{items: {$ref: '#/$defs/b'}, $defs: {a: {$ref: '#'}}}", '3:78 not a JSON Schema: $ref "#/$defs/b"'),
        ("{anyOf: [{}, {$ref: other.json}]}", '3:83 not a JSON Schema: $ref "other.json"'),
    ],
)
def test_reference_that_leads_nowhere_is_told_at_itself(told, schema, said):
    assert told(schema) == f"gateway.yaml:{said} points nowhere"


def test_schemas_of_one_query_may_refer_to_each_other(tmp_path):
    query = "{a: {$ref: '#/properties/b'}, b: {type: int}}"
    (tmp_path / "gateway.yaml").write_text(
        f"version: 1\nroutes: [{{path: /, handler: 'a:b', query: {query}}}]\n"
    )
    config = load(tmp_path / "gateway.yaml", environ={})

    (problem,) = schema_problems(config.routes[0])

    assert shown(problem).startswith("gateway.yaml:2:83 not a JSON Schema: type must be array")
