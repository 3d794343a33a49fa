"""The variables a configuration declares, and the values the environment gives them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from gateway.config.document import Map
from gateway.config.suggest import characters
from gateway.config.units import rate, seconds, size
from gateway.errors import Position, Problem

LARGEST_SECRET_FILE = 65_536


@dataclass(frozen=True, slots=True, kw_only=True)
class Declared:
    """One variable: where it is declared and the text it stands for, None when it is not set."""

    name: str
    at: Position
    value: str | None = None
    kind: str = "text"
    secret: bool = False
    optional: bool = False
    unfit: bool = False


def manifest(document: Map, environ: Mapping[str, str]) -> tuple[dict[str, Declared], list[Problem]]:
    """What `env` declares, and what is wrong with the values; its shape is the schema's business."""
    section = document.get("env")
    declared: dict[str, Declared] = {}
    problems: list[Problem] = []
    for name in section if isinstance(section, Map) else ():
        entry = section[name] if isinstance(section, Map) else None
        options = entry if isinstance(entry, Map) else Map(document.value_at("env"))
        at = section.key_at(name) if isinstance(section, Map) else document.at
        found = _declared(name, options, at, environ)
        declared[name] = found if isinstance(found, Declared) else Declared(name=name, at=at, unfit=True)
        problems += [found] if isinstance(found, Problem) else _secret_mistakes(name, options)
    return declared, problems


def _declared(name: str, options: Map, at: Position, environ: Mapping[str, str]) -> Declared | Problem:
    """One variable and its value, or what is wrong with the value."""
    text = _from_environment(name, at, environ)
    if isinstance(text, Problem):
        return text
    secret = options.get("secret") is True
    if text is not None:
        complaint = _unfit(text, options, secret=secret)
        if complaint:
            return Problem(at, "GW024", f"{name} {complaint[0]}", complaint[1])
    elif not secret and isinstance(options.get("default"), (str, int, float)):
        text = _written(options["default"])
        complaint = _unfit(text, options, secret=False)
        if complaint:
            return Problem(
                options.value_at("default"), "GW024", f"the default of {name} {complaint[0]}", complaint[1]
            )
    kind = options.get("type")
    return Declared(
        name=name,
        at=at,
        value=text,
        kind=kind if isinstance(kind, str) else "text",
        secret=secret,
        optional=options.get("optional") is True,
    )


def _written(default: str | float) -> str:
    """A default as the environment would hold it."""
    return str(default).lower() if isinstance(default, bool) else str(default)


def _from_environment(name: str, at: Position, environ: Mapping[str, str]) -> str | Problem | None:
    """What the environment holds; empty counts as not set."""
    text, named = environ.get(name), environ.get(f"{name}_FILE")
    if text and named:
        return Problem(at, "GW024", f"both {name} and {name}_FILE are set; keep one")
    if not named:
        return text or None
    try:
        with Path(named).open(encoding="utf-8") as stream:
            content = stream.read(LARGEST_SECRET_FILE + 1)
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else "it is not UTF-8 text"
        return Problem(at, "GW021", f'{name}_FILE names "{named}", which cannot be read: {reason}')
    if len(content) > LARGEST_SECRET_FILE:
        return Problem(
            at, "GW024", f'{name}_FILE names "{named}", which is larger than {LARGEST_SECRET_FILE} characters'
        )
    return content.removesuffix("\n").removesuffix("\r") or None


def _secret_mistakes(name: str, options: Map) -> list[Problem]:
    """What a secret cannot have."""
    if options.get("secret") is not True:
        return []
    problems = []
    if "default" in options:
        message = f"{name} is a secret and cannot have a default: it would be written in the file"
        help_ = "remove it, or write optional: true; set the value in the environment"
        unseen = options.key_at("default")._replace(text="")
        problems.append(Problem(unseen, "GW022", message, help_))
    if options.get("type", "text") != "text":
        problems.append(
            Problem(options.value_at("type"), "GW014", f"{name} is a secret, and a secret is text")
        )
    return problems


def _unfit(text: str, options: Map, *, secret: bool) -> tuple[str, str] | None:
    """What is wrong with a value, never showing one that is secret, and what helps."""
    least = options.get("min_length")
    if isinstance(least, int) and len(text) < least:
        return f"has {characters(len(text))}, needs {least}", "openssl rand -hex 32" if secret else ""
    shown = "a secret" if secret else f'"{text[:60]}"'
    kind = options.get("type", "text")
    if isinstance(kind, str) and converted(text, (_TYPES.get(kind, "string"),)) is None:
        return f"is {shown}, but must be of type {kind}", ""
    check = _FORMATS.get(str(options.get("format", "")))
    try:
        if check:
            check(text)
    except ValueError:
        return f"is {shown}, but must be a {options['format']}", ""
    return None


def converted(text: str, types: tuple[str, ...]) -> Any:
    """A text as the first JSON type it fits, None if it fits none."""
    for type_ in types:
        with suppress(KeyError, ValueError):
            return _READ[type_](text)
    return None


def _integer(text: str) -> int:
    """A whole number of at most 64 bits."""
    if not text.isascii() or not text.removeprefix("-").isdigit() or len(text) > 18:  # noqa: PLR2004 - fits 64 bits
        raise ValueError(text)
    return int(text)


def _number(text: str) -> float:
    """A finite number."""
    value = float(text)
    if not text.isascii() or "_" in text or value - value != 0:
        raise ValueError(text)
    return value


def _url(text: str) -> None:
    """An address on the web."""
    parts = urlsplit(text)
    if parts.scheme not in ("http", "https") or not parts.hostname or any(mark.isspace() for mark in text):
        raise ValueError(text)


_READ: Mapping[str, Callable[[str], Any]] = {
    "boolean": {"true": True, "false": False}.__getitem__,
    "integer": _integer,
    "number": _number,
    "string": str,
}
_TYPES = {"integer": "integer", "number": "number", "boolean": "boolean"}
_FORMATS: Mapping[str, Callable[[str], Any]] = {"url": _url, "duration": seconds, "size": size, "rate": rate}
