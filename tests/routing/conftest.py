from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import unquote

import pytest

from gateway.routing.pattern import parse
from gateway.routing.table import Row, Table


@dataclass(frozen=True)
class Asked:
    """What a request tells a table."""

    raw_path: str
    method: str = "GET"
    hostname: str = "example.org"

    @property
    def path(self):
        return unquote(self.raw_path)


def row(index, *paths, methods=None, **options):
    patterns = tuple(parse(path) for path in paths)
    found = frozenset(methods.split()) if methods else None
    return Row(index=index, patterns=patterns, methods=found, endpoint=index, **{"converters": {}, **options})


@pytest.fixture(scope="session")
def make_row():
    return row


@pytest.fixture(scope="session")
def make_table():
    """A table of paths or rows, in order."""

    def make(*lines, **settings):
        rows = [row(index, line) if isinstance(line, str) else line for index, line in enumerate(lines)]
        return Table(rows, **settings)

    return make


@pytest.fixture(scope="session")
def asked():
    return Asked


@pytest.fixture(scope="session")
def found():
    """The index of the row that answers, and the parameters."""

    def find(table, raw_path, method="GET", hostname="example.org"):
        match = table.match(Asked(raw_path, method, hostname))
        return match and (match[0].index, match[1])

    return find


@pytest.fixture(scope="session")
def answer(found):
    """The index of the row that answers and the parameters, from the options of rows in order."""

    def find(lines, raw_path, *, method="GET", hostname="example.org", **settings):
        rows = [row(index, *line.pop("paths", ()), **line) for index, line in enumerate(map(dict, lines))]
        return found(Table(rows, **settings), raw_path, method, hostname)

    return find
