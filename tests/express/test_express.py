"""Our side of every group answers as Express did, but for the differences listed with their reasons."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.express.behind_gunicorn import served
from tests.express.comparing import both, changed, comparable, concerns, differences
from tests.express.exchange import Answer, Sent
from tests.express.groups import GROUPS, HERE, all_lists, date_files, recorded, written
from tests.express.ours import gateway
from tests.express.playing import over, play, within
from tests.express.record import answers, express

SENT = [(file, sent) for file in all_lists() for sent in written(file)]
ROWS = {str(row) for row in range(1, 293)} | {f"W{row}" for row in range(1, 44)}
IS_INSTALLED = shutil.which("node") is not None and (HERE / "node_modules" / "express").is_dir()
GROUPS_BEHIND_GUNICORN = ("bodies", "request", "response", "static")
Answered = Callable[[Path, Sent], Answer]


def named(differences: list[dict[str, object]]) -> list[object]:
    return [pytest.param(one, id=f"{one['row']}: {one['reason']}") for one in differences]


@pytest.fixture(scope="module", autouse=True)
def dated() -> None:
    date_files()


@pytest.fixture(scope="module")
def answered() -> Answered:
    """What our service answers to a request; a list is played as a whole, in its order."""
    told: dict[str, Answer] = {}

    def answer(file: Path, sent: Sent) -> Answer:
        if sent.id not in told:
            told.update({one.id: reply for one, reply in play(written(file), within(gateway(file)))})
        return told[sent.id]

    return answer


@pytest.mark.parametrize(("file", "sent"), [pytest.param(file, sent, id=sent.id) for file, sent in SENT])
def test_answer_is_that_of_express(file: Path, sent: Sent, answered: Answered) -> None:
    express, ours = both(recorded(file)[sent.id], answered(file, sent), sent)

    assert ours == express


def test_more_than_1800_requests_are_compared() -> None:
    assert len({sent.id for _, sent in SENT}) == len(SENT) >= 1800


def test_nothing_is_recorded_that_is_not_asked() -> None:
    known = {name for file in all_lists() for name in recorded(file)}

    assert known == {sent.id for _, sent in SENT}


# Differences


@pytest.mark.parametrize("difference", named(differences()["answers"]))
def test_listed_difference_is_one(difference: dict[str, object]) -> None:
    about = [(file, sent) for file, sent in SENT if concerns(difference, sent)]

    assert about
    assert [sent.id for file, sent in about if not changed(difference, recorded(file)[sent.id], sent)] == []


@pytest.mark.parametrize("difference", named(differences()["everywhere"]))
def test_difference_of_all_answers_is_one(difference: dict[str, object]) -> None:
    assert any(changed(difference, recorded(file)[sent.id], sent) for file, sent in SENT)


@pytest.mark.parametrize("difference", named([*differences()["everywhere"], *differences()["answers"]]))
def test_difference_has_a_row_and_a_reason_in_one_sentence(difference: dict[str, object]) -> None:
    assert difference["row"] in ROWS
    assert re.fullmatch(r"\S[^\n]+[^\s.]\.", str(difference["reason"]))


# The same over a socket


@pytest.fixture(scope="module")
def ports(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, int]]:
    with served(*GROUPS_BEHIND_GUNICORN, folder=tmp_path_factory.mktemp("gunicorn")) as ports:
        yield ports


@pytest.mark.parametrize("group", GROUPS_BEHIND_GUNICORN)
def test_gunicorn_changes_no_answer(group: str, ports: dict[str, int]) -> None:
    file = HERE / group / "requests.http"
    sample = [sent for sent in written(file) if not sent.continues][:: len(written(file)) // 20]
    told = [
        (both(recorded(file)[sent.id], ours, sent), sent.id)
        for sent, ours in play(sample, over(ports[group]))
    ]

    assert len(sample) >= 20
    assert [name for (express, ours), name in told if express != ours] == []


# What is recorded


@pytest.mark.skipif(not IS_INSTALLED, reason="needs Node, and Express below tests/express (make express)")
def test_express_answers_as_recorded() -> None:
    with express(*GROUPS) as ports:
        now = {
            name: answer
            for file in all_lists()
            for name, answer in answers(file, ports[f"{file.parent.name}/{file.stem}"]).items()
        }

    known = {name: answer for file in all_lists() for name, answer in recorded(file).items()}
    assert [name for name, answer in now.items() if comparable(answer) != comparable(known[name])] == []


# The files beside each other


@pytest.mark.parametrize("group", GROUPS)
def test_group_has_both_sides(group: str) -> None:
    names = {path.name for path in (HERE / group).iterdir()}

    assert names >= {"app.mjs", "gateway.yaml", f"{group}_app.py", "requests.http", "recorded.json"}


def test_versions_of_express_are_exact() -> None:
    wanted = json.loads((HERE / "package.json").read_text())["dependencies"]
    locked = json.loads((HERE / "package-lock.json").read_text())["packages"]

    assert wanted["express"] == "5.3.0"
    assert {name: locked[f"node_modules/{name}"]["version"] for name in wanted} == wanted
