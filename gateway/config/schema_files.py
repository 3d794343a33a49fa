"""The files of JSON Schema that bodies name, read when the configuration is."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from gateway.config.document import Map
from gateway.config.plain import beside
from gateway.config.route_rules import every_body, every_route
from gateway.config.suggest import did_you_mean
from gateway.config.variables import Unset
from gateway.errors import Position, Problem

_LARGEST = 1024 * 1024


def schema_files(document: Map) -> list[Problem]:
    """Put what the files hold in the place of their names; the problems of those that cannot be read."""
    return [problem for body in _bodies(document) for problem in _filled(body)]


def _bodies(document: Map) -> list[Map]:
    """The bodies of all routes whose schema is the name of a file."""
    bodies = [body for item in every_route(document) for body in every_body(item)]
    return [body for body in bodies if isinstance(body.get("schema"), str)]


def _filled(body: Map) -> Iterator[Problem]:
    """Read the file that one body names."""
    name, at = body["schema"], body.value_at("schema")
    if isinstance(name, Unset):
        body.pop("schema")
        return
    read = _read(beside(name, at), name, at)
    if isinstance(read, Problem):
        yield read
    else:
        body.put("schema", read, body.key_at("schema"), at)


def _read(file: Path, name: str, at: Position) -> Any:
    """What a file holds, or the problem with it."""
    try:
        if file.stat().st_size > _LARGEST:
            return Problem(at, "GW080", f'"{name}" is larger than {_LARGEST // 1024} KiB')
        schema = json.loads(file.read_text(encoding="utf-8"))
    except OSError:
        there = sorted(each.name for each in file.parent.glob("*.json"))[:100]
        return Problem(at, "GW080", f'there is no schema file "{name}"{did_you_mean(file.name, there)}')
    except (ValueError, RecursionError) as error:
        return Problem(at, "GW080", f'"{name}" is not JSON: {error}')
    if isinstance(schema, (dict, bool)):
        return schema
    return Problem(at, "GW080", f'"{name}" is not a JSON Schema: it must hold an object')
