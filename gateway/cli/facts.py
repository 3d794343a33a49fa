"""Values of a configuration as texts that two versions are compared by, secrets among them never shown."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from pathlib import Path
from typing import Any, NamedTuple

from gateway.cli.masks import is_secret
from gateway.config.document import Map
from gateway.config.variables import Secret


class Fact(NamedTuple):
    """What is compared, and what of it people may see; None is nothing that they may."""

    value: str
    shown: str | None


NOTHING = Fact("", "none")


def fact(value: Any, path: tuple[str, ...] = ()) -> Fact:
    """A value as a fact; whether it is secret by nature is decided by the path it has in gateway.yaml."""
    if value is None or value in ((), {}, []):
        return NOTHING
    text = _text(value)
    return Fact(text, None if _holds_secret(value, path) else text)


def hidden(value: Any) -> Fact:
    """A value that is compared but not shown, such as what an answer says."""
    return NOTHING if value is None or value in ((), {}) else Fact(_text(value), None)


def facts(
    value: Any, path: tuple[str, ...], without: frozenset[str] = frozenset()
) -> Iterator[tuple[str, Fact]]:
    """The facts of a dataclass by their paths, those of dataclasses in it too."""
    for field in fields(value):
        inner, at = getattr(value, field.name), (*path, field.name)
        if isinstance(inner, Map) or field.name in without:
            continue
        if is_dataclass(inner):
            yield from facts(inner, at)
        else:
            yield ".".join(at), fact(inner, at)


def _text(value: Any) -> str:
    """A value in one line; a secret as the variables it comes from."""
    if isinstance(value, Secret):
        return "".join(f"${{{name}}}" for name in value.names)
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{key}: {_text(inner)}" for key, inner in value.items()) + "}"
    if isinstance(value, (list, tuple)):
        return "[" + ", ".join(map(_text, value)) + "]"
    if isinstance(value, bool) or value is None:
        return {True: "true", False: "false", None: "none"}[value]
    if isinstance(value, Path):
        return value.name
    return f"{value:g}" if isinstance(value, float) else str(value)


def _holds_secret(value: Any, path: tuple[str, ...]) -> bool:
    """Whether a value is a secret, or one in it is."""
    if isinstance(value, Mapping):
        return any(_holds_secret(value[key], (*path, str(key))) for key in value)
    if isinstance(value, (list, tuple)):
        return any(_holds_secret(inner, path) for inner in value)
    return is_secret(path, value)
