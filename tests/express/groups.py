"""The groups: folders with the same app twice, the requests for it, and what Express answered."""

from __future__ import annotations

import json
import os
from functools import cache
from pathlib import Path

from tests.express.exchange import Answer, Sent
from tests.express.written import requests_of

HERE = Path(__file__).parent
GROUPS = sorted(file.parent.name for file in HERE.glob("*/gateway.yaml"))
CHANGED = 1_700_000_000  # git keeps no times, and Last-Modified is one


def lists_of(group: str) -> list[Path]:
    """The lists of requests of a group; all but `requests.http` are for an environment of their name."""
    return sorted((HERE / group).glob("*.http"), key=lambda file: (file.stem != "requests", file.stem))


def all_lists(*groups: str) -> list[Path]:
    """The lists of requests of all groups, or of those named."""
    return [file for group in groups or GROUPS for file in lists_of(group)]


@cache
def written(file: Path) -> list[Sent]:
    """The requests of a list, read once."""
    return requests_of(file)


@cache
def recorded(file: Path) -> dict[str, Answer]:
    """What Express answered, by the id of the request."""
    told = json.loads((file.parent / "recorded.json").read_text(encoding="utf-8"))
    place = f"{file.parent.name}/{file.stem}"
    return {f"{place}: {title}": Answer(**answer) for title, answer in told[file.stem].items()}


def date_files() -> None:
    """Give the files that are served the time of change that they had when Express served them."""
    for file in HERE.glob("*/files/**/*"):
        os.utime(file, (CHANGED, CHANGED))
