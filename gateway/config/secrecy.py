"""What must not be shown: values that are secret by nature, and secrets where names and paths stand."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Any

from gateway.config.document import Map, Seq
from gateway.config.suggest import listed
from gateway.config.variables import Secret, Unset, Variable
from gateway.errors import Problem

_ANY = "*"
_BY_NATURE = (
    ("session", "keys"),
    ("settings", "cookies"),
    ("login", _ANY, "client_id"),
    ("login", _ANY, "client_secret"),
)
_OF_LAYERS = frozenset({("basic_auth", "users"), ("session", "keys"), ("redis", "url"), ("sql", "url")})
_OPAQUE = (*_BY_NATURE, ("settings", "own"), ("views", "globals"))
_OPAQUE_OF_ROUTE = ("headers", "respond")
_WRITTEN = re.compile(
    r"""\b(?:keys|client_id|client_secret|users["']?\s*:\s*\{.*)["']?\s*:\s*[\["']*(?!\$\{)[^\s\[\]{}"'#,]""",
    re.ASCII,
)


def secret_by_nature(path: Sequence[str | int]) -> bool:
    """Whether what stands at a path is never shown, wherever it came from."""
    inside = _inside(path)
    return inside == ["session"] or _below(inside, _BY_NATURE) or _is_of_layer(inside)


def tells_secret(line: str) -> bool:
    """Whether a line of a file, which need not be YAML, seems to hold a secret as plain text."""
    return _WRITTEN.search(line) is not None


def misplaced_secrets(document: Map) -> list[Problem]:
    """Take secrets away from where names and paths stand, which are shown; one problem for each.

    What is left in their place is text without a value, of which nothing more is said.
    """
    problems = []
    for path, holder, key in leaves(document, ()):
        value = holder[key]
        if not isinstance(value, Variable) or _may_hold(path) or not _is_secret(value, document):
            continue
        names = listed(dict.fromkeys(value.names), last="and")
        message = f"{subject(path)} must not come from a secret: it is shown in reports and logs"
        help_ = f"if it is no secret, declare {names} without secret: true"
        problems.append(Problem(holder.value_at(key), "GW024", message, help_))
        holder[key] = Unset.of("".join(f"${{{name}}}" for name in value.names), value.names)
    return problems


def without_secret_lines(document: Map, problems: list[Problem]) -> list[Problem]:
    """The problems; a line in which a secret is written is not shown."""
    lines = {
        (at.file, at.line)
        for path, holder, key in leaves(document, ())
        if secret_by_nature(path) and _is_written(holder[key])
        for at in [holder.value_at(key)]
    }
    return [
        replace(problem, position=problem.position._replace(text=""))
        if (problem.position.file, problem.position.line) in lines
        else problem
        for problem in problems
    ]


def leaves(node: Map | Seq, path: tuple[str | int, ...]) -> Iterator[tuple[list[str | int], Any, Any]]:
    """Every value that holds no others: its path, what holds it, and by which key."""
    for key in node if isinstance(node, Map) else range(len(node)):
        value: Any = node[key]  # type: ignore[index]
        if isinstance(value, (Map, Seq)):
            yield from leaves(value, (*path, key))
        else:
            yield [*path, key], node, key


def _below(path: Sequence[str | int], places: Sequence[tuple[str, ...]]) -> bool:
    """Whether a path is one of the places or below it."""
    return any(
        len(path) >= len(place) and all(want in (_ANY, step) for want, step in zip(place, path, strict=False))
        for place in places
    )


def _is_of_layer(path: Sequence[str | int]) -> bool:
    """Whether a path leads to a password of basic_auth or a key of a session, in whatever stack it stands."""
    return not _OF_LAYERS.isdisjoint(pairwise(path))


def _inside(path: Sequence[str | int]) -> list[str | int]:
    """The path as it is in the overlay, or in the settings of the mount, that it leads into."""
    inside = list(path[2:] if path[:1] == ["environments"] else path)
    while inside[:1] == ["routes"]:
        inside = inside[2:]
    return inside[1:] if inside[:2] == ["mount", "settings"] else inside


def _may_hold(path: Sequence[str | int]) -> bool:
    """Whether a secret may stand here: what is the author's own, and what an answer says."""
    inside = _inside(path)
    if (
        _below(inside, _OPAQUE)
        or _is_of_layer(inside)
        or any(isinstance(step, str) and ":" in step for step in path[:-1])
    ):
        return True
    return bool(inside) and inside[0] in _OPAQUE_OF_ROUTE


def _is_secret(value: Variable, document: Map) -> bool:
    """Whether text is secret, or would be if its variables were set."""
    if isinstance(value, Secret) or not isinstance(value, Unset):
        return isinstance(value, Secret)
    env = document.get("env")
    entries = [env.get(name) for name in value.names] if isinstance(env, Map) else []
    return any(isinstance(entry, Map) and entry.get("secret") is True for entry in entries)


def _is_written(value: Any) -> bool:
    """Whether a value stands in the file itself."""
    return value is not None and not isinstance(value, Variable) and "${" not in str(value)


def subject(path: Sequence[str | int]) -> str:
    """What a value is, as a sentence begins."""
    name = next(str(step) for step in reversed(path) if isinstance(step, str))
    return name if isinstance(path[-1], str) else f"an item of {name}"
