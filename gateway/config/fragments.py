"""The schema fragments, joined to the one schema of gateway.yaml."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from gateway.config.overlays import NOT_IN_OVERLAY

_DIALECT = "https://json-schema.org/draft/2020-12/schema"
_ROOT = "document"
OF_MANY = {"properties", "patternProperties", "$defs"}
OF_ONE = {"items", "additionalProperties"}
_OF_SCALARS = ("enum", "format", "minimum", "maximum", "pattern")


def schemas_directory() -> Path:
    """The folder of the fragments: that of the checkout, or that inside the installed package."""
    package = Path(__file__).resolve().parent.parent
    beside = package.parent / "schemas"
    return beside if (beside / "sections").is_dir() else package / "schemas"


def built_in_middleware() -> list[str]:
    """The names of the built-in middleware, sorted: those that have a fragment."""
    return _names("middleware")


def kinds_of_login() -> list[str]:
    """The protocols a login may speak, sorted: those that have a fragment."""
    return _names("logins")


@cache
def joined() -> dict[str, Any]:
    """The strict schema of a whole file in which every reference has been filled."""
    definitions: dict[str, Any] = {}
    for folder in ("sections", "middleware", "stores", "logins"):
        for name in _names(folder):
            definitions[_definition(f"{folder}/{name}.json")] = _refer(_read(folder, name), folder)
    for name in built_in_middleware():
        description = definitions[f"middleware.{name}"]["description"]
        reference = {"description": description, "$ref": f"#/$defs/middleware.{name}"}
        definitions["entry"]["properties"][name] = reference
    login = definitions["login"]["additionalProperties"]["properties"]
    for kind in kinds_of_login():
        login.update(definitions[f"logins.{kind}"]["properties"])
    definitions["overlay"] = _overlay(definitions[_ROOT])
    root = definitions.pop(_ROOT)
    return {"$schema": _DIALECT, **root, "$defs": dict(sorted(definitions.items()))}


def relaxed(schema: Any) -> Any:
    """A schema in which text with a reference is as good as any other scalar."""
    if not isinstance(schema, dict):
        return schema
    inner = {**schema}
    for key in OF_MANY & inner.keys():
        inner[key] = {name: relaxed(item) for name, item in inner[key].items()}
    for key in OF_ONE & inner.keys():
        inner[key] = relaxed(inner[key])
    return _with_references(inner) if _is_scalar(schema) else inner


@cache
def strict() -> dict[str, Any]:
    """The schema of a file whose overlays are checked apart."""
    schema = joined()
    environments = {
        key: value
        for key, value in schema["properties"]["environments"].items()
        if key != "additionalProperties"
    }
    return {**schema, "properties": {**schema["properties"], "environments": environments}}


@cache
def of_overlay() -> dict[str, Any]:
    """The schema of an overlay whose variables are not put in."""
    return {"$ref": "#/$defs/overlay", "$defs": relaxed(joined())["$defs"]}


@cache
def converters() -> dict[str, dict[str, str]]:
    """For each built-in middleware the format of each of its options that has one."""
    definitions = joined()["$defs"]
    return {
        name: {
            key: schema["format"]
            for key, schema in definitions[f"middleware.{name}"].get("properties", {}).items()
            if "format" in schema
        }
        for name in built_in_middleware()
    }


def _is_scalar(schema: Mapping[str, Any]) -> bool:
    """Whether these are keywords of a value that is, or may be, a scalar narrower than text."""
    types = schema.get("type", ())
    types = {types} if isinstance(types, str) else set(types)
    return bool(
        types & {"integer", "number", "boolean"}
        or ("string" in types and {"enum", "format", "pattern"} & schema.keys())
    )


def _with_references(schema: dict[str, Any]) -> dict[str, Any]:
    """A scalar's schema, its keywords kept for all but text with a reference."""
    types = [schema["type"]] if isinstance(schema["type"], str) else list(schema["type"])
    narrow = {key: schema[key] for key in _OF_SCALARS if key in schema}
    wide = {key: value for key, value in schema.items() if key not in (*narrow, "format", "type")}
    either = types if "string" in types else [*types, "string"]
    reference = {"type": "string", "pattern": r"\$\{"}
    if either != types:
        narrow = {"type": schema["type"], **narrow}
    return {**wide, "type": either, "if": reference, "else": narrow}


def _overlay(document: Mapping[str, Any]) -> dict[str, Any]:
    """What may stand in an overlay: everything but what must be the same in every environment."""
    forbidden = {
        key: {"description": "Not in an overlay: it is the same in every environment.", "not": {}}
        for key in NOT_IN_OVERLAY
    }
    return {
        "title": "an overlay",
        "description": "The values of one environment.",
        "type": "object",
        "properties": {**document["properties"], **forbidden},
        "additionalProperties": False,
    }


def _names(folder: str) -> list[str]:
    """The fragments of a folder, sorted."""
    return sorted(file.stem for file in (schemas_directory() / folder).glob("*.json"))


def _read(folder: str, name: str) -> dict[str, Any]:
    """One fragment."""
    text = (schemas_directory() / folder / f"{name}.json").read_text(encoding="utf-8")
    schema: dict[str, Any] = json.loads(text)
    schema.pop("$schema", None)
    return schema


def _refer(schema: Any, folder: str) -> Any:
    """A fragment whose references to files are references to definitions."""
    if isinstance(schema, list):
        return [_refer(item, folder) for item in schema]
    if not isinstance(schema, dict):
        return schema
    return {
        key: f"#/$defs/{_definition(f'{folder}/{value}')}" if key == "$ref" else _refer(value, folder)
        for key, value in schema.items()
    }


def _definition(path: str) -> str:
    """`sections/route.json` is `route`, `sections/../stores/cookie.json` is `stores.cookie`."""
    name = path.rpartition("../")[2].removesuffix(".json").removeprefix("sections/")
    return name.replace("/", ".")
