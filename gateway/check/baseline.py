"""Warnings that are known already, kept in a file so that only new ones are told."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from gateway.check.fingerprint import Identity
from gateway.errors import Problem

VERSION = 1


def baseline_of(problems: Iterable[Problem]) -> Counter[Identity]:
    """How often each problem is there."""
    return Counter(Identity.of(problem) for problem in problems)


def read(file: Path) -> Counter[Identity]:
    """The baseline a file holds; raise OSError if it cannot be read, ValueError if it is none."""
    try:
        entries = _entries(json.loads(file.read_text(encoding="utf-8")))
        known = ((Identity(each["file"], each["rule"], each["message"]), each["count"]) for each in entries)
        return Counter({identity: int(count) for identity, count in known})
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise ValueError(f"{file} is no baseline of this gateway") from error


def _entries(held: Any) -> Any:
    """The problems of what a file holds; raise ValueError if it was written in another way."""
    if held["version"] != VERSION:
        raise ValueError(held["version"])
    return held["problems"]


def write(file: Path, baseline: Counter[Identity]) -> None:
    """Write a baseline, sorted, so that a change of it is read easily; raise OSError."""
    entries = [{**identity._asdict(), "count": count} for identity, count in sorted(baseline.items())]
    text = json.dumps({"version": VERSION, "problems": entries}, indent=2, ensure_ascii=False)
    file.write_text(f"{text}\n", encoding="utf-8")


def unknown(problems: Iterable[Problem], baseline: Counter[Identity]) -> tuple[Problem, ...]:
    """The problems that a baseline does not hold; of those told in the same words, as many as are new."""
    left, new = Counter(baseline), []
    for problem in problems:
        identity = Identity.of(problem)
        if left[identity] > 0:
            left[identity] -= 1
        else:
            new.append(problem)
    return tuple(new)
