from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from jsonschema.validators import Draft202012Validator

from gateway.config import fragments
from gateway.config.fragments import (
    built_in_middleware,
    converters,
    joined,
    relaxed,
    schemas_directory,
)
from gateway.config.model import Body, Login, LoginPage, Observe, Routing, SessionCookie, Static, Views

ROOT = Path(__file__).parents[2]
BUILT_IN = [
    "access_log",
    "basic_auth",
    "body_limit",
    "compress",
    "csrf",
    "favicon",
    "request_id",
    "require_login",
    "response_time",
    "security_headers",
    "session",
    "wsgi",
]


def subschemas(schema: Any) -> Iterator[dict[str, Any]]:
    if isinstance(schema, dict):
        yield schema
        words = ("items", "additionalProperties", "if", "then", "else")
        inner = (
            [schema[key] for key in words if key in schema]
            + schema.get("allOf", [])
            + schema.get("anyOf", [])
        )
        for key in ("properties", "patternProperties", "$defs"):
            inner += schema.get(key, {}).values()
        for item in inner:
            yield from subschemas(item)


def options() -> Iterator[tuple[str, dict[str, Any]]]:
    for schema in subschemas(joined()):
        if isinstance(schema.get("properties"), dict):
            yield from schema["properties"].items()


def test_built_ins_are_the_files_of_their_folder() -> None:
    assert built_in_middleware() == BUILT_IN


def test_fragments_are_found_beside_the_package() -> None:
    assert schemas_directory() == ROOT / "schemas"


def test_fragments_are_found_inside_an_installed_package(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    installed = tmp_path / "site-packages" / "gateway"
    monkeypatch.setattr(fragments, "__file__", str(installed / "config" / "fragments.py"))

    assert schemas_directory() == installed / "schemas"


@pytest.mark.parametrize("file", sorted((ROOT / "schemas").rglob("*.json")), ids=lambda file: file.stem)
def test_every_fragment_is_a_schema(file: Path) -> None:
    Draft202012Validator.check_schema(json.loads(file.read_text(encoding="utf-8")))


def test_joined_schema_has_no_open_references() -> None:
    definitions = joined()["$defs"]
    references = {schema["$ref"] for schema in subschemas(joined()) if "$ref" in schema}

    assert {reference.removeprefix("#/$defs/") for reference in references} <= definitions.keys()


def test_stack_entries_know_every_built_in() -> None:
    assert set(BUILT_IN) <= joined()["$defs"]["entry"]["properties"].keys()


def test_logins_know_the_options_of_every_kind() -> None:
    login = joined()["$defs"]["login"]["additionalProperties"]["properties"]

    assert joined()["$defs"]["logins.oauth1"]["properties"].keys() <= login.keys()


def test_overlays_refuse_what_is_the_same_everywhere() -> None:
    forbidden = {
        key for key, schema in joined()["$defs"]["overlay"]["properties"].items() if schema.get("not") == {}
    }

    assert {"version", "include", "routes", "stacks", "environments"} <= forbidden


def test_schemas_have_no_alternatives() -> None:
    assert [schema for schema in subschemas(joined()) if schema.keys() & {"anyOf", "oneOf"}] == []


def test_mappings_with_properties_admit_no_others() -> None:
    assert [
        s["title"]
        for s in subschemas(joined())
        if "properties" in s and s["additionalProperties"] is not False
    ] == []


@pytest.mark.parametrize(("name", "schema"), [*options()])
def test_reserved_option_says_so(name: str, schema: dict[str, Any]) -> None:
    said = schema["description"].startswith(("Reserved, not in this version.", "Not in an overlay"))

    assert (said or "x-instead" in schema) == (schema.get("not") == {}), name


@pytest.mark.parametrize(("name", "schema"), [(name, s) for name, s in options() if "default" in s])
def test_default_fits_its_own_schema(name: str, schema: dict[str, Any]) -> None:
    strict = Draft202012Validator({"$defs": joined()["$defs"], **schema})

    assert list(strict.iter_errors(schema["default"])) == [], name


def test_relaxed_number_may_be_a_reference() -> None:
    validator = Draft202012Validator(relaxed({"type": "integer", "minimum": 1}))

    assert [validator.is_valid(value) for value in (1, "${A}", 0, "text", True)] == [
        True,
        True,
        False,
        False,
        False,
    ]


def test_converters_name_the_options_that_are_more_than_text() -> None:
    assert converters()["body_limit"] == {"max_size": "size"}
    assert converters()["session"] == {}


ANOTHER_WORD = {"kind"}  # for the parser of a body


@pytest.mark.parametrize(
    ("definition", "made"),
    [
        ("stores.cookie", SessionCookie),
        ("views", Views),
        ("observe", Observe),
        ("static", Static),
        ("body", Body),
    ],
)
def test_model_has_the_fields_of_its_schema(definition: str, made: Any) -> None:
    properties = joined()["$defs"][definition]["properties"]
    built = {key for key, schema in properties.items() if schema.get("not") != {}}

    assert built - ANOTHER_WORD == made.__dataclass_fields__.keys() - {"at"}


def test_cookie_of_the_model_has_the_defaults_of_its_schema() -> None:
    properties = joined()["$defs"]["stores.cookie"]["properties"]
    converted = {"24h": 86_400, "2h": 7_200, "auto": None}

    assert {key: converted.get(str(s["default"]), s["default"]) for key, s in properties.items()} == {
        key: field.default for key, field in SessionCookie.__dataclass_fields__.items()
    }


def test_routing_of_the_model_has_the_defaults_of_its_schema() -> None:
    properties = joined()["$defs"]["settings"]["properties"]["routing"]["properties"]

    assert Routing(**{key: schema["default"] for key, schema in properties.items()}) == Routing()


def test_login_of_the_model_has_the_defaults_of_its_schema() -> None:
    properties = joined()["$defs"]["login"]["additionalProperties"]["properties"]
    fields = Login.__dataclass_fields__

    assert properties["success"]["default"] == fields["success"].default
    assert properties["timeout"]["default"] == f"{fields['timeout'].default:g}s"


def test_login_page_of_the_model_has_the_default_of_its_schema() -> None:
    properties = joined()["$defs"]["settings"]["properties"]["login_page"]["properties"]

    assert properties["path"]["default"] == LoginPage().path
