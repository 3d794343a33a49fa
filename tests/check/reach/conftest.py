from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import unquote

import pytest

from gateway.errors import Position
from gateway.routing.converters import Matching, whole_number
from gateway.routing.pattern import parse
from gateway.routing.row import Row


@dataclass(frozen=True)
class Asked:
    """What a request tells a table."""

    raw_path: str
    method: str = "GET"
    hostname: str = "example.org"

    @property
    def path(self):
        return unquote(self.raw_path)


def converter(written):
    return whole_number if written == "int" else Matching(re.compile(written))


def row(index, *paths, methods="GET", regex=None, params=None, **options):
    """A row; `params` are names and patterns, or the word int; methods None is any."""
    return Row(
        index=index,
        patterns=tuple(map(parse, paths)),
        regex=None if regex is None else re.compile(regex),
        methods=methods and frozenset(f"{methods} HEAD".split() if "GET" in methods else methods.split()),
        converters={name: converter(written) for name, written in (params or {}).items()},
        endpoint=index,
        **options,
    )


@pytest.fixture(scope="session")
def make_row():
    return row


@pytest.fixture(scope="session")
def make_rows():
    """Rows of lines: each a path, or what makes a row with its paths under `paths`."""

    def make(*lines):
        made = ({"paths": [line]} if isinstance(line, str) else dict(line) for line in lines)
        return [row(index, *line.pop("paths", ()), **line) for index, line in enumerate(made)]

    return make


@pytest.fixture(scope="session")
def asked():
    return Asked


@pytest.fixture(scope="session")
def places():
    """Positions of rows, each on the line of its number counted from 1."""

    def of(rows):
        return {row.index: Position("gateway.yaml", row.index + 1, 1) for row in rows}

    return of
