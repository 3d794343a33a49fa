from __future__ import annotations

from typing import Any

import pytest


def bodies(configured, text: str) -> tuple[Any, ...]:
    return configured(f"routes: [{{path: /a, handler: 'a:b', body: {text}}}]").routes[0].body


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("{}", {"parser": None, "required": False, "max_size": None, "schema": None, "types": None}),
        ("{}", {"inflate": True, "strict": None, "nested": False, "max_fields": 1000, "max_depth": 32}),
        ("{parser: form, required: true}", {"parser": "form", "required": True}),
        ("{max_size: 1KiB}", {"parser": None, "max_size": 1024}),
        ("{schema: {type: object}}", {"parser": "json", "schema": {"type": "object"}}),
        ("{schema: true, parser: form}", {"parser": "form", "schema": True}),
        ("{parser: 'a:b', types: [+yaml]}", {"parser": "a:b", "types": ("+yaml",)}),
        ("{parser: text, charset: latin1, inflate: false}", {"charset": "latin1", "inflate": False}),
        ("{parser: json, strict: false, hook: 'a:b', verify: 'a:c'}", {"strict": False, "hook": "a:b"}),
        ("{parser: form, nested: true, max_depth: 5}", {"nested": True, "max_depth": 5}),
        (
            "{parser: multipart, max_files: 2, max_file_size: 1KB, max_fields: 9}",
            {"max_files": 2, "max_file_size": 1000, "max_fields": 9},
        ),
    ],
)
def test_body_is_what_is_written(configured, text: str, expected: dict[str, Any]) -> None:
    (body,) = bodies(configured, text)

    assert {key: getattr(body, key) for key in expected} == expected


def test_several_bodies_stay_in_their_order(configured) -> None:
    found = bodies(configured, "[{parser: json}, {parser: form, max_size: 1KB}]")

    assert [(body.parser, body.max_size) for body in found] == [("json", None), ("form", 1000)]


def test_body_knows_where_its_keys_stand(configured) -> None:
    (body,) = bodies(configured, "{verify: 'a:c', parser: json}")

    assert body.at.value_at("verify")[1:3] == (2, 52)
