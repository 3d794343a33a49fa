"""Asks Express: `python -m tests.express.record [group ...]` writes each group's recorded.json."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path

from tests.express.comparing import OF_THE_CONNECTION
from tests.express.exchange import Answer
from tests.express.groups import GROUPS, HERE, date_files, lists_of, written
from tests.express.playing import over, play


@contextmanager
def express(*groups: str) -> Iterator[dict[str, int]]:
    """The ports of the Express side of these groups, while they are served."""
    command = ["node", str(HERE / "serve.mjs"), *groups]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as node:
        try:
            yield json.loads(node.stdout.readline())
        finally:
            node.kill()


def answers(file: Path, port: int) -> dict[str, Answer]:
    """What Express says to the requests of a list, by their ids; without what is new each time."""
    return {sent.id: _kept(answer) for sent, answer in play(written(file), over(port))}


def _kept(answer: Answer) -> Answer:
    for name in OF_THE_CONNECTION:
        answer = answer.having(name)
    return answer


def record(*groups: str) -> None:
    """Write what Express answers."""
    date_files()
    with express(*groups) as ports:
        for group in groups:
            told = {file.stem: answers(file, ports[f"{group}/{file.stem}"]) for file in lists_of(group)}
            (HERE / group / "recorded.json").write_text(_one_a_line(told), encoding="utf-8")


def _one_a_line(told: dict[str, dict[str, Answer]]) -> str:
    """JSON in which each answer is a line."""
    lists = [f" {json.dumps(name)}: {{\n{_lines(held)}\n }}" for name, held in told.items()]
    return "{\n" + ",\n".join(lists) + "\n}\n"


def _lines(held: dict[str, Answer]) -> str:
    titled = ((name.partition(": ")[2], json.dumps(asdict(answer))) for name, answer in held.items())
    return ",\n".join(f"  {json.dumps(title)}: {answer}" for title, answer in titled)


if __name__ == "__main__":
    record(*(sys.argv[1:] or GROUPS))
