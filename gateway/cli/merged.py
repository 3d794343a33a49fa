"""The merged configuration value by value: where each was written, the variables in it, secrets masked."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from gateway.cli.masks import MASK, is_named_secret, is_secret
from gateway.config import load
from gateway.config.document import Map, Seq
from gateway.config.includes import assemble
from gateway.config.overlays import chosen, overlaid
from gateway.config.plain import plain
from gateway.config.variables import Unset, Variable, substituted
from gateway.errors import Position


class Value(NamedTuple):
    """What stands at a path: `names` are the variables in it, None the value of one that is not set."""

    path: tuple[str | int, ...]
    value: Any
    at: Position
    names: tuple[str, ...] = ()


def merged(file: Path, environ: Mapping[str, str]) -> Map:
    """Files joined, overlay laid over, variables put in; raise ConfigError for a file with problems.

    A file that does not pass is not shown, since a secret may stand under a misspelt key.
    """
    load(file, environ=environ, require=False)
    document = overlaid(assemble(file.absolute()).document, chosen(environ))
    document, _ = substituted(document, environ, require=False)
    return document.only(key for key in document if key != "environments")


def values(node: Map | Seq, path: tuple[str | int, ...] = ()) -> Iterator[Value]:
    """Every value that holds no others, in the order of the document, what is not set last."""
    for key in node if isinstance(node, Map) else range(len(node)):
        value: Any = node[key]  # type: ignore[index]
        at = node.value_at(key)  # type: ignore[arg-type]
        if isinstance(value, (Map, Seq)) and (value or value.absent):
            yield from values(value, (*path, key))
        else:
            yield _masked((*path, key), value, at)
    absent = node.absent.items() if isinstance(node, Map) else enumerate(node.absent, len(node))
    for step, (name, at) in absent:
        yield Value((*path, step), None, at, (name,))


def _masked(path: tuple[str | int, ...], value: Any, at: Position) -> Value:
    """One value, three stars if nobody may see it."""
    names = value.names if isinstance(value, Variable) else ()
    if isinstance(value, Unset):
        return Value(path, None, at, names)
    is_unseen = is_secret(path, value) or is_named_secret(path, value)
    return Value(path, MASK if is_unseen else plain(value), at, names)
