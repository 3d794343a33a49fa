"""Shows where our side differs: `python -m tests.express.show [group ...]`."""

from __future__ import annotations

import json
import logging
import sys
from collections.abc import Iterator
from pathlib import Path

from gateway.check.report import render
from gateway.errors import ConfigError
from tests.express.comparing import both
from tests.express.exchange import Answer, Sent
from tests.express.groups import all_lists, date_files, recorded, written
from tests.express.ours import gateway
from tests.express.playing import play, within

SHOWN = 160


def shown(*groups: str) -> Iterator[str]:
    """What differs, one request after the other, and how many of all that is."""
    differ = total = 0
    for file in all_lists(*groups):
        total += len(written(file))
        try:
            found = [(sent, *both(recorded(file)[sent.id], ours, sent)) for sent, ours in answered(file)]
        except ConfigError as error:
            yield render(error.problems, color=False)
            differ += len(written(file))
            continue
        different = [(sent, express, ours) for sent, express, ours in found if express != ours]
        differ += len(different)
        for sent, express, ours in different:
            yield "\n    ".join([f"- {sent.id}", *between(express, ours)])
    yield f"{differ} of {total} differ"


def answered(file: Path) -> Iterator[tuple[Sent, Answer]]:
    return play(written(file), within(gateway(file)))


def between(express: Answer, ours: Answer) -> Iterator[str]:
    """The parts of two answers that differ; of JSON, the keys that do."""
    if express.status != ours.status:
        yield f"status: Express {express.status}, ours {ours.status}"
    for name in sorted((express.headers.keys() | ours.headers.keys()) - {"content-length"}):
        if express.headers.get(name) != ours.headers.get(name):
            yield f"{name}: Express {express.headers.get(name)}, ours {ours.headers.get(name)}"
    if express.body != ours.body:
        theirs, mine = apart(express.body, ours.body)
        yield f"body: Express {theirs[:SHOWN]}"
        yield f"      ours    {mine[:SHOWN]}"


def apart(one: str, other: str) -> tuple[str, str]:
    """Two bodies; of two objects only what is in one and not in the other."""
    try:
        first, second = json.loads(one), json.loads(other)
        return str(dict(first.items() - second.items())), str(dict(second.items() - first.items()))
    except (ValueError, AttributeError, TypeError):
        return repr(one), repr(other)


if __name__ == "__main__":
    logging.disable()
    date_files()
    for line in shown(*sys.argv[1:]):
        sys.stdout.write(f"{line}\n")
