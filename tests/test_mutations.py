"""Accepted files, each broken in one place: every mistake is told on its line, and nothing else is."""

from __future__ import annotations

import os
import random
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.mutations import hazards, keys, names, outside, routes, syntax, values
from tests.mutations.subjects import Bench, Mutant, Subject, subjects
from tests.test_configs import folder  # noqa: F401 - a fixture

FAMILIES = (keys, values, syntax, names, routes, outside, hazards)
SUBJECTS = {subject.name: subject for subject in subjects()}
MANY = int(os.environ.get("MUTANTS", "10"))
"""How many mutants of each file are tried; `make mutate` tries many more."""

Operator = Callable[[Subject], Iterator[Mutant]]


def operators() -> list[Operator]:
    """Every way to break a file: the functions of the families that say what they make."""
    found = (made for family in FAMILIES for made in vars(family).values() if callable(made))
    return [
        made for made in found if getattr(made, "__annotations__", {}).get("return") == "Iterator[Mutant]"
    ]


def sample(subject: Subject) -> list[tuple[str, Mutant]]:
    """Some mutants and what made them, no operator more often than others; the same in every run."""
    chance = random.Random(subject.name)
    made = [(each.__name__, [*each(subject)]) for each in operators()]
    each_gives = max(1, -(-MANY // len(made)))
    found = [
        (name, mutant)
        for name, mutants in made
        for mutant in chance.sample(mutants, min(each_gives, len(mutants)))
    ]
    return chance.sample(found, min(MANY, len(found)))


def missed(bench: Bench, mutant: Mutant) -> str:
    """What is wrong with the report about a mutant, if anything is."""
    told = bench.told(mutant.files)
    if any(bench.line(problem) in mutant.lines for problem in told):
        return ""
    if told:
        return f"told at {sorted({bench.line(problem) for problem in told})}, not at {sorted(mutant.lines)}"
    is_same = mutant.files.keys() == {bench.subject.main} and bench.meaning(mutant.files) == bench.meant
    return "" if is_same else "told nowhere"


@pytest.fixture(scope="module")
def score(request: pytest.FixtureRequest) -> Iterator[Counter[str]]:
    """How many mutants each operator made, and how many of all survived, told at the end."""
    counts: Counter[str] = Counter()
    yield counts
    survived = counts.pop("survived", 0)
    made = counts.total()
    lines = [f"{count:7} {name.replace('_', ' ')}" for name, count in sorted(counts.items())]
    caught = f"{made - survived} caught, score {100 * (made - survived) / max(made, 1):.4g} %"
    with request.config.pluginmanager.get_plugin("capturemanager").global_and_fixture_disabled():
        print("", *lines, f"{made} mutants, {caught}", sep="\n")  # noqa: T201 - the score


@pytest.mark.parametrize("name", SUBJECTS)
def test_every_mistake_is_told_on_its_line(
    name: str,
    folder: Path,  # noqa: F811
    score: Counter[str],
) -> None:
    bench = Bench(folder, SUBJECTS[name])
    mutants = sample(bench.subject)
    wrong = {f"{made}, {mutant.what}": missed(bench, mutant) for made, mutant in mutants}
    survived = [f"{what}: {why}" for what, why in wrong.items() if why]
    score.update(made for made, _ in mutants)
    score["survived"] += len(survived)

    assert bench.alarms == ()
    assert survived == []


def test_every_operator_applies_somewhere() -> None:
    made = {
        each.__name__: sum(1 for subject in SUBJECTS.values() for _ in each(subject)) for each in operators()
    }

    assert [name for name, count in made.items() if not count] == []
