"""Asks Express: `python -m tests.express.record [group ...]` writes each group's recorded.json."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path

from tests.express.groups import GROUPS, HERE, date_files, lists_of
from tests.express.playing import over, play
from tests.express.written import requests_of


@contextmanager
def express(*groups: str) -> Iterator[dict[str, int]]:
    """The ports of the Express side of these groups, while they are served."""
    command = ["node", str(HERE / "serve.mjs"), *groups]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as node:
        try:
            yield json.loads(node.stdout.readline())
        finally:
            node.kill()


def answers(file: Path, port: int) -> dict[str, object]:
    """What Express says to the requests of a file."""
    return {
        sent.id.partition(": ")[2]: asdict(answer) for sent, answer in play(requests_of(file), over(port))
    }


def record(*groups: str) -> None:
    """Write what Express answers."""
    date_files()
    with express(*groups) as ports:
        for group in groups:
            told = {file.stem: answers(file, ports[f"{group}/{file.stem}"]) for file in lists_of(group)}
            (HERE / group / "recorded.json").write_text(_one_a_line(told), encoding="utf-8")


def _one_a_line(told: dict[str, dict[str, object]]) -> str:
    """JSON in which each answer is a line."""
    lists = [f" {json.dumps(name)}: {{\n{_lines(held)}\n }}" for name, held in told.items()]
    return "{\n" + ",\n".join(lists) + "\n}\n"


def _lines(held: dict[str, object]) -> str:
    return ",\n".join(f"  {json.dumps(title)}: {json.dumps(answer)}" for title, answer in held.items())


if __name__ == "__main__":
    record(*(sys.argv[1:] or GROUPS))
