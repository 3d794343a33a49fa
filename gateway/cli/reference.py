"""The pages of docs/reference, written from the descriptions in the schemas and in what handlers call."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from gateway.cli.handlers import handlers_page
from gateway.config.fragments import built_in_middleware, joined

_PAGES = {
    "env": "env",
    "settings": "settings",
    "session": "session",
    "login": "login",
    "middleware": "entry",
    "views": "views",
    "params": "params",
    "routes": "route",
    "errors": "errors",
    "observe": "observe",
}
_LINKS = {"stacks": "middleware", "environments": ""}
_WORDS = {
    "string": "text",
    "integer": "whole number",
    "number": "number",
    "boolean": "true or false",
    "array": "list",
    "object": "mapping",
    "null": "null",
}
_FORMATS = {
    "duration": "duration",
    "size": "size",
    "rate": "rate",
    "object": "`module:name`",
    "path": "path",
    "plain-path": "path",
    "address": "URL",
    "url": "URL",
    "regex": "regular expression",
    "host": "host name",
    "wildcard-host": "host name",
}
_HANDLERS = """\
## Python
What handlers are given and may call is on the page about [handlers](handlers.md).
"""
_UNITS = """\
## Units
A duration is a number and `ms`, `s`, `m`, `h` or `d`: `250ms`, `30s`, `24h`. A size is a number and
`B`, `KB`, `MB`, `GB`, `KiB`, `MiB` or `GiB`: `64KiB`. A bare number is refused where a unit is meant.
What is no boolean is switched off with `none`.
"""


def pages() -> dict[str, str]:
    """The text of every page by the name of its file."""
    written = {f"{name}.md": _page(name) for name in _PAGES}
    return {"README.md": _index(), **written, "handlers.md": handlers_page()}


def _index() -> str:
    """The page of the keys at the top."""
    schema = joined()
    lines = ["# gateway.yaml", "", schema["description"], "", "| key | holds |", "|---|---|"]
    for key, option in _built(schema):
        page = key if key in _PAGES else _LINKS.get(key, "")
        name = f"[`{key}`]({page}.md)" if page else f"`{key}`"
        lines.append(f"| {name} | {_cell(option['description'])} |")
    return "\n".join([*lines, *_reserved(schema), "", _HANDLERS, _UNITS])


def _page(name: str) -> str:
    """The page of one part of the language."""
    schema = _resolved(joined()["$defs"][_PAGES[name]])
    lines = [f"# {name}", "", schema["description"]]
    inner = schema.get("additionalProperties") or schema.get("items")
    if isinstance(inner, dict):
        lines += ["", inner["description"]]
        schema = inner
    if name == "middleware":
        for built_in in built_in_middleware():
            lines += _section(built_in, joined()["$defs"][f"middleware.{built_in}"], "##")
        lines += ["", "## Later", *_reserved(schema)]
    else:
        lines += ["", *_table(schema), *_inner_sections(name, schema)]
    return "\n".join(lines) + "\n"


def _section(title: str, schema: Mapping[str, Any], level: str) -> Iterator[str]:
    """A heading, what it is about, and the table of its options."""
    yield from ("", f"{level} {title}", "", schema["description"], "")
    yield from _table(schema)


def _inner_sections(name: str, schema: Mapping[str, Any]) -> Iterator[str]:
    """The mappings that stand in this one, each with its own table."""
    for key, option in _built(schema):
        inner = _resolved(option)
        if "properties" in inner and inner.get("title") != "a route":
            prefix = "" if name == "routes" else f"{name}."
            yield from _section(f"{prefix}{key}", inner, "##")


def _table(schema: Mapping[str, Any]) -> list[str]:
    """The options of a mapping, one a row."""
    options = _built(schema)
    required = schema.get("required", ())
    lines = (
        ["| key | value | default | meaning |", "|---|---|---|---|"] if options else ["It has no options."]
    )
    for key, option in options:
        default = "required" if key in required else _default(option)
        lines.append(f"| `{key}` | {_cell(_kind(option))} | {default} | {_cell(option['description'])} |")
    return [*lines, *_reserved(schema)]


def _built(schema: Mapping[str, Any]) -> list[tuple[str, dict[str, Any]]]:
    """The options of this version."""
    return [(key, option) for key, option in schema.get("properties", {}).items() if option.get("not") != {}]


def _reserved(schema: Mapping[str, Any]) -> list[str]:
    """The lines that name what a later version has, and what is written elsewhere."""
    unbuilt = {key: option for key, option in schema.get("properties", {}).items() if option.get("not") == {}}
    instead = {key: option["x-instead"] for key, option in unbuilt.items() if "x-instead" in option}
    names = [f"`{key}`" for key in unbuilt if key not in instead]
    lines = ["", f"Reserved, not in this version: {', '.join(names)}."] if names else []
    elsewhere = [f"`{key}` (`{text}`)" for key, text in instead.items()]
    return [*lines, "", f"Written elsewhere: {', '.join(elsewhere)}."] if elsewhere else lines


def _default(option: Mapping[str, Any]) -> str:
    """What an option is when it is not written."""
    default = option.get("default")
    if "default" not in option or default in ({}, []):
        return ""
    return f"`{_literal(default)}`"


def _literal(value: Any) -> str:
    """A value as gateway.yaml has it."""
    return value if isinstance(value, str) else json.dumps(value)


def _kind(option: Mapping[str, Any]) -> str:
    """What may be written as the value of an option."""
    schema = _resolved(option)
    if "enum" in schema:
        return ", ".join(f"`{_literal(choice)}`" for choice in schema["enum"])
    types = [schema["type"]] if isinstance(schema.get("type"), str) else schema.get("type", ["any"])
    kind, _, switch = str(schema.get("format", "")).partition("-or-")
    words = [
        _FORMATS.get(kind, "text") if each == "string" else _WORDS.get(each, "anything") for each in types
    ]
    if "array" in types and "items" in schema and "string" not in types:
        words[types.index("array")] = f"list of {_kind(schema['items'])}"
    if kind == "none":
        words.remove("text")
    return " or ".join([*words, *(["`none`"] if switch or kind == "none" else [])])


def _resolved(schema: Mapping[str, Any]) -> dict[str, Any]:
    """A schema whose reference is followed; what is written beside the reference wins."""
    name = schema.get("$ref", "").removeprefix("#/$defs/")
    return {**(_resolved(joined()["$defs"][name]) if name else {}), **schema}


def _cell(text: str) -> str:
    """Text that can stand in a table."""
    return text.replace("|", "\\|")
