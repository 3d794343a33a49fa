from __future__ import annotations

from pathlib import Path

import pytest

ROUTE = "routes:\n  - {{prefix: /a, routes: [{{path: /, handler: 'a:b', body: {{schema: {}}}}}]}}\n"


def test_file_of_a_body_is_read_beside_the_configuration(configured, tmp_path: Path) -> None:
    (tmp_path / "schemas").mkdir()
    (tmp_path / "schemas" / "item.json").write_text('{"type": "object"}', encoding="utf-8")
    body = configured(ROUTE.format("schemas/item.json")).routes[0].routes[0].body[0]

    assert (body.schema, body.parser) == ({"type": "object"}, "json")


@pytest.mark.parametrize("schema", ["{type: object}", "true"])
def test_schema_in_the_configuration_stays_as_it_is(configured, schema: str) -> None:
    assert configured(ROUTE.format(schema)).routes[0].routes[0].body[0].schema in ({"type": "object"}, True)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("{", "is not JSON"),
        ("[" * 100_000, "is not JSON"),
        ("5", "is not a JSON Schema"),
        ("[]", "is not a JSON Schema"),
        (" " * 2_000_000, "is larger than 1024 KiB"),
    ],
)
def test_file_that_holds_no_schema_is_told(refused, tmp_path: Path, content: str, message: str) -> None:
    (tmp_path / "item.json").write_text(content, encoding="utf-8")
    (said,) = refused(ROUTE.format("item.json"))

    assert said.startswith('3 GW080 "item.json" ' + message)


def test_file_that_is_not_text_is_told(refused, tmp_path: Path) -> None:
    (tmp_path / "item.json").write_bytes(b"\xff")

    assert "is not JSON" in refused(ROUTE.format("item.json"))[0]


def test_missing_file_is_guessed(refused, tmp_path: Path) -> None:
    (tmp_path / "items.json").write_text("{}", encoding="utf-8")

    assert refused(ROUTE.format("item.json")) == [
        '3 GW080 there is no schema file "item.json" (did you mean "items.json"?)'
    ]


@pytest.mark.parametrize("name", ["sub", "x" * 5000])
def test_name_that_is_no_file_is_told(refused, tmp_path: Path, name: str) -> None:
    (tmp_path / "sub").mkdir()

    assert "there is no schema file" in refused(ROUTE.format(name))[0]


def test_files_of_several_bodies_are_read(configured, tmp_path: Path) -> None:
    (tmp_path / "item.json").write_text('{"type": "object"}', encoding="utf-8")
    text = (
        "routes: [{path: /, handler: 'a:b', body: [{schema: item.json}, {parser: form, schema: item.json}]}]"
    )

    assert [body.schema for body in configured(text).routes[0].body] == [{"type": "object"}] * 2
