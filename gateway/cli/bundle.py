"""The schema for editors and other tools: the fragments in the words that those understand."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from gateway.config.fragments import OF_MANY, OF_ONE, built_in_middleware, joined, kinds_of_login
from gateway.config.includes import MAIN_ONLY
from gateway.config.presets import PRESETS

_UNITS = {
    "duration": (r"[0-9]+(\.[0-9]+)?(ms|s|m|h|d)", "a duration such as 15m"),
    "duration-or-none": (r"([0-9]+(\.[0-9]+)?(ms|s|m|h|d)|none)", "a duration such as 15m, or none"),
    "size": (r"[0-9]+(\.[0-9]+)?(B|KB|MB|GB|KiB|MiB|GiB)", "a size such as 64KiB"),
    "rate": (r"[0-9]+/(s|m|h|d)", "a rate such as 60/m"),
}
_WORDS = {
    "integer": "a whole number",
    "number": "a number",
    "boolean": "true or false",
    "array": "a list",
    "object": "a mapping",
}
_REFERENCE = r"\$\{"
# Formats, and propertyNames that have nothing but one: strict tools refuse what they do not know.
_OURS = {"format", "propertyNames"}
_OF_ONE = OF_ONE | {"then"}
_OF_LISTS = {"allOf", "anyOf"}
# A login by OpenID Connect has the options of one by OAuth 2.0 as well.
_INCLUDES = {"oidc": {"oauth2"}}


def bundle() -> dict[str, Any]:
    """The schema in which units are patterns, `${NAME}` fits every scalar, and choices are offered."""
    schema = joined()
    definitions = {key: value for key, value in schema["$defs"].items() if not key.startswith("logins.")}
    definitions["login"] = _of_kinds(definitions["login"], schema["$defs"])
    definitions["entry"] = {**definitions["entry"], "anyOf": _built_ins(definitions["entry"])}
    definitions["included"] = _included(schema["properties"])
    bundled: dict[str, Any] = _for_tools({**schema, "title": "gateway.yaml", "$defs": definitions})
    return bundled


def _included(properties: Mapping[str, Any]) -> dict[str, Any]:
    """A file that another one includes, which editors find as #/$defs/included."""
    return {
        "title": "an included file",
        "description": "What another file includes.",
        "type": "object",
        "properties": {key: option for key, option in properties.items() if key not in MAIN_ONLY},
        "additionalProperties": False,
    }


def _of_kinds(logins: Mapping[str, Any], definitions: Mapping[str, Any]) -> dict[str, Any]:
    """The logins, of which each has the options of its kind only."""
    login = logins["additionalProperties"]
    kinds = {kind: definitions[f"logins.{kind}"]["properties"] for kind in kinds_of_login()}
    general = {
        key: option
        for key, option in login["properties"].items()
        if not any(key in options for options in kinds.values())
    }
    branches = [
        {"if": {"properties": _no_other(kind)}, "then": {"properties": options}}
        for kind, options in kinds.items()
    ]
    said = {key: login[key] for key in ("title", "description", "type")}
    strict = {"properties": general, "allOf": branches, "unevaluatedProperties": False}
    return {**logins, "additionalProperties": {**said, **strict}}


def _no_other(kind: str) -> dict[str, Any]:
    """What holds for a login that is not said to be of a kind without these options."""
    kinds = [other for other in kinds_of_login() if other != kind and kind not in _INCLUDES.get(other, ())]
    providers = [name for name, preset in PRESETS.items() if preset.kind in kinds]
    return {"kind": {"not": {"enum": kinds}}, "provider": {"not": {"enum": providers}}}


def _built_ins(entry: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The names of built-ins, for editors to offer where any name or mapping may stand."""
    described = ((name, entry["properties"][name]["description"]) for name in built_in_middleware())
    named = [{"description": description, "const": name} for name, description in described]
    return [*named, {}]


def _for_tools(schema: Any) -> Any:
    """A schema, and all in it, without reserved keys and words of our own."""
    if not isinstance(schema, dict):
        return schema
    inner = {key: value for key, value in schema.items() if _is_of_use(key, value)}
    for key in OF_MANY & inner.keys():
        inner[key] = {name: _for_tools(item) for name, item in inner[key].items() if item.get("not") != {}}
    for key in _OF_ONE & inner.keys():
        inner[key] = _for_tools(inner[key])
    for key in _OF_LISTS & inner.keys():
        inner[key] = [_for_tools(item) for item in inner[key]]
    if "string" in inner.get("type", ()) and "items" in inner:
        # Editors begin a list where they see `items`; text is what is mostly written there.
        inner["allOf"] = [{"items": inner.pop("items")}]
    return _scalar(inner, schema.get("format", ""))


def _is_of_use(key: str, value: Any) -> bool:
    """Whether others know a word, but for empty defaults, which editors would write out or stumble over."""
    return (
        not key.startswith("x-") and key not in _OURS and not (key == "default" and value in (None, {}, []))
    )


def _scalar(schema: dict[str, Any], format_: str) -> dict[str, Any]:
    """A schema whose scalars may be references, and which says in plain words what it expects."""
    types = [schema["type"]] if isinstance(schema.get("type"), str) else schema.get("type", [])
    if "enum" in schema:
        return _choice(schema, types)
    if "string" in types and format_ in _UNITS:
        pattern, words = _UNITS[format_]
        said = {"pattern": f"^{pattern}$|{_REFERENCE}", "patternErrorMessage": f"Expected {words}."}
        return {**schema, **said}
    if "pattern" in schema:
        return {**schema, "pattern": f"{schema['pattern']}|{_REFERENCE}"}
    if "string" not in types and {"integer", "number", "boolean"} & {*types}:
        said = {"pattern": _REFERENCE, "patternErrorMessage": f"Expected {_words(types)}, or ${{NAME}}."}
        return {**schema, "type": [*types, "string"], **said}
    return schema


def _choice(schema: dict[str, Any], types: list[str]) -> dict[str, Any]:
    """One of several values or a reference, as alternatives: editors offer what stands in those."""
    around = {key: value for key, value in schema.items() if key != "enum"}
    either = types if "string" in types else [*types, "string"]
    chosen = {key: schema[key] for key in ("description", "enum")}
    reference = {"type": "string", "pattern": _REFERENCE}
    return {**around, "type": either, "anyOf": [chosen, reference]}


def _words(types: list[str]) -> str:
    """What somebody may write, for a message."""
    return " or ".join(_WORDS[each] for each in types)
