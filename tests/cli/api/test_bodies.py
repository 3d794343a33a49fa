from __future__ import annotations

import json

import pytest

from gateway.cli.api.bodies import size


@pytest.fixture
def body(operation):
    """Makes the `requestBody` of a POST."""

    def body(said, more="stack: []"):
        return operation(f"routes: [{{path: /a, methods: [POST], handler: 'gone:x', {more}, body: {said}}}]")[
            "requestBody"
        ]

    return body


@pytest.mark.parametrize(
    ("said", "content"),
    [
        ("{parser: json}", {"application/json": {"schema": {"type": ["object", "array"]}}}),
        ("{parser: json, strict: false}", {"application/json": {}}),
        ("{parser: text}", {"text/plain": {"schema": {"type": "string"}}}),
        ("{parser: bytes, types: ['*/*', png]}", {"*/*": {}, "image/png": {}}),
        ("{parser: multipart}", {"multipart/form-data": {"schema": {"type": "object"}}}),
        ("{parser: 'gone:yaml', types: [application/x-yaml]}", {"application/x-yaml": {}}),
        ("{parser: json, types: [+json]}", {"*/*+json": {"schema": {"type": ["object", "array"]}}}),
        ("{schema: true}", {"application/json": {"schema": True}}),
    ],
)
def test_body_is_told_by_its_types(body, said, content):
    assert body(said)["content"] == content


def test_several_bodies_are_choices(body):
    found = body(
        "[{parser: form, required: true}, {parser: json}, {parser: bytes, types: ['text/*', '*/*']}]"
    )

    assert [*found["content"]] == ["application/x-www-form-urlencoded", "application/json", "text/*", "*/*"]
    assert found["required"] is True


def test_limit_is_told(body):
    assert body("{parser: json, max_size: 64KiB}")["description"] == "At most 64 KiB."
    assert body("{max_size: 1MB}")["description"].endswith("At most 1000000 bytes.")
    assert (
        body("{parser: json}", "stack: [{body_limit: {max_size: 3B}}]")["description"] == "At most 3 bytes."
    )


@pytest.mark.parametrize(("count", "expected"), [(0, "0 bytes"), (1 << 21, "2 MiB"), (1536, "1536 bytes")])
def test_size_is_in_the_largest_unit_that_divides_it(count, expected):
    assert size(count) == expected


def test_body_that_is_not_declared_may_be_anything(operation):
    found = operation("routes: [{path: /, methods: [PUT], handler: 'gone:x'}]")["requestBody"]

    assert found["content"] == {"*/*": {}}
    assert "required" not in found


@pytest.mark.parametrize("route", ["methods: [GET], handler: 'gone:x'", "methods: [POST], respond: {}"])
def test_where_nothing_is_read_no_body_is_told(operation, route):
    assert "requestBody" not in operation(f"routes: [{{path: /, {route}}}]")


def test_schema_of_a_file_is_a_component_of_its_title(describe, tmp_path):
    schema = {
        "$id": "item.json",
        "title": "An item",
        "properties": {"a": {"$ref": "#/$defs/a"}},
        "$defs": {"a": {}},
    }
    (tmp_path / "item.json").write_text(json.dumps(schema))
    routes = "".join(
        f"\n  - {{path: /{name}, methods: [PUT], handler: 'gone:x', body: {{schema: item.json}}}}"
        for name in "ab"
    )
    document = describe(f"routes:{routes}")

    place = "#/components/schemas/Anitem"
    for path in ("/a", "/b"):
        content = document["paths"][path]["put"]["requestBody"]["content"]
        assert content == {"application/json": {"schema": {"$ref": place}}}
    assert document["components"]["schemas"]["Anitem"]["properties"] == {"a": {"$ref": f"{place}/$defs/a"}}


def test_other_schema_of_the_same_title_has_a_number(describe):
    routes = ", ".join(
        f"{{path: /{kind}, methods: [PUT], handler: 'gone:x', body: {{schema: {{title: X, type: {kind}}}}}}}"
        for kind in ("object", "array")
    )
    document = describe(f"routes: [{routes}]")

    assert {"X", "X_2"} <= {*document["components"]["schemas"]}


def test_schema_without_a_title_is_called_after_its_operation(body):
    found = body("{schema: {type: object}}")

    assert found["content"]["application/json"]["schema"]["$ref"] == "#/components/schemas/post_a_body"
