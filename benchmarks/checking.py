"""What `gateway check` costs with many routes, beside other checkers that read the same routes."""

from __future__ import annotations

import argparse
import json
import os
import platform
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from importlib.util import find_spec
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parents[1]
TARGETS = {100: 0.15, 1_000: 1.0, 10_000: 10.0}
MANY, PATIENCE = 5_000, 90  # routes that are tried once, and seconds until a peer is stopped
LINEAR = 1.25
OURS = "gateway check"
# Building is put off until the application starts, so it is started and stopped at once.
LOADING = """
import asyncio, connexion

application = connexion.AsyncApp("operations", specification_dir=".")
application.add_api("openapi.json")
messages = iter(["lifespan.startup", "lifespan.shutdown"])

async def receive():
    return {"type": next(messages)}

async def send(message):
    assert message["type"].endswith(".complete"), message

asyncio.run(application({"type": "lifespan", "state": {}}, receive, send))
"""
COMMANDS = {
    OURS: ("gateway", ["-m", "gateway", "check", "--environment", "production"]),
    "check-jsonschema": (
        "check_jsonschema",
        ["-m", "check_jsonschema", "--schemafile", str(ROOT / "schemas" / "gateway.json"), "gateway.yaml"],
    ),
    "connexion": ("connexion", ["-c", LOADING]),
}


class Cost(NamedTuple):
    """What one process took: CPU seconds of user and system, seconds by the clock, MiB at its peak."""

    cpu: float
    wall: float
    memory: float


def write(folder: Path, count: int) -> None:
    """The same routes for each: a path with a number, a method, a handler, and a number in the query."""
    routes = [(number, "post" if number % 2 else "get") for number in range(count)]
    (folder / "gateway.yaml").write_text(
        "version: 1\nroutes:\n" + "".join(our_route(number, method) for number, method in routes)
    )
    (folder / "openapi.json").write_text(
        json.dumps(
            {
                "openapi": "3.0.3",
                "info": {"title": "many routes", "version": "1"},
                "paths": {f"/kind-{number}/{{item}}": operation(number, method) for number, method in routes},
            }
        )
    )
    for file, first in (("resources.py", "request, "), ("operations.py", "")):
        functions = (f"def answer_{number}({first}item, page):\n    return item\n" for number, _ in routes)
        (folder / file).write_text("\n\n".join(functions))


def our_route(number: int, method: str) -> str:
    """One route of gateway.yaml."""
    return (
        f"  - path: /kind-{number}/:item\n    methods: [{method.upper()}]\n"
        f"    handler: resources:answer_{number}\n    params: {{item: int}}\n"
        "    query: {page: {type: integer, minimum: 1, default: 1}}\n"
    )


def operation(number: int, method: str) -> dict[str, object]:
    """The same route in OpenAPI."""
    page = {"type": "integer", "minimum": 1, "default": 1}
    return {
        method: {
            "operationId": f"operations.answer_{number}",
            "parameters": [
                {"name": "item", "in": "path", "required": True, "schema": {"type": "integer"}},
                {"name": "page", "in": "query", "schema": page},
            ],
            "responses": {"200": {"description": "an item"}},
        }
    }


def cost(name: str, folder: Path) -> Cost | None:
    """What a peer costs in a process of its own; None if it is not done in time."""
    command = [sys.executable, *COMMANDS[name][1]]
    variables = os.environ | {"PYTHONPATH": f"{ROOT}:{folder}", "PYTHONPYCACHEPREFIX": str(folder.parent)}
    # An installed package has its bytecode beside it, so nobody's start compiles source but the first.
    variables.pop("PYTHONDONTWRITEBYTECODE", None)
    start = time.perf_counter()
    with (folder / "said.txt").open("wb") as said:
        child = subprocess.Popen(command, cwd=folder, env=variables, stdout=said, stderr=said)
        limit = threading.Timer(PATIENCE, child.kill)
        limit.start()
        # Of this child alone, which `getrusage` does not tell of.
        _, status, used = os.wait4(child.pid, 0)
        limit.cancel()
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode < 0:
        return None
    if child.returncode:
        sys.exit(f"{name}:\n{(folder / 'said.txt').read_text()[-2000:]}")
    return Cost(used.ru_utime + used.ru_stime, time.perf_counter() - start, used.ru_maxrss / 1024)


def measured(names: list[str], folder: Path, count: int, rounds: int) -> dict[str, Cost | None]:
    """The medians of each; they take turns, so that a noisy minute hits all of them."""
    results: dict[str, list[Cost]] = {name: [] for name in names}
    late = set()
    folder.mkdir()
    write(folder, count)
    for _ in range(rounds):
        for name in (name for name in names if name not in late):
            found = cost(name, folder)
            results[name] += [found] if found else []
            late |= set() if found else {name}
    return {name: None if name in late else median(costs) for name, costs in results.items()}


def median(costs: list[Cost]) -> Cost:
    """The median of each number."""
    return Cost(*map(statistics.median, zip(*costs, strict=True)))


def growth(results: dict[int, dict[str, Cost | None]], name: str) -> list[float]:
    """KiB that each route adds, from one number of routes to the next."""
    sizes = [(count, row[name].memory) for count, row in results.items() if row[name]]
    return [(more - less) * 1024 / (many - few) for (few, less), (many, more) in pairwise(sizes)]


def print_costs(results: dict[int, dict[str, Cost | None]]) -> None:
    """Every number, and ours beside what it may be."""
    print("| what | routes | CPU s | clock s | at most | share | peak MiB |\n|---|" + "---:|" * 6)
    for count, row in results.items():
        for name, found in row.items():
            target = TARGETS.get(count) if name == OURS else None
            print(f"| {name} | {count:,} | {cells(found, target)} |")


def cells(found: Cost | None, target: float | None) -> str:
    """The rest of one row."""
    if found is None:
        return f"over {PATIENCE} | - | - | - | -"
    aim = "- | -" if target is None else f"{target:g} | {found.cpu / target:.2f}"
    return f"{found.cpu:.2f} | {found.wall:.2f} | {aim} | {found.memory:.0f}"


def print_growth(results: dict[int, dict[str, Cost | None]], names: list[str]) -> None:
    """What each route adds to the memory, and whether the later ones add as much as the first."""
    print("\n| what | KiB a route, step by step | last / first | |\n|---|---:|---:|---|")
    for name in names:
        steps = growth(results, name)
        if len(steps) > 1:
            ratio = steps[-1] / steps[0]
            verdict = "linear" if ratio <= LINEAR else "MORE THAN LINEAR"
            print(f"| {name} | {', '.join(f'{step:.1f}' for step in steps)} | {ratio:.2f} | {verdict} |")


def missed(results: dict[int, dict[str, Cost | None]]) -> int:
    """How many targets of ours are not reached."""
    found = [(row[OURS], TARGETS[count]) for count, row in results.items() if count in TARGETS]
    return sum(ours is None or ours.cpu > target for ours, target in found)


def installed() -> list[str]:
    """The peers that can be asked; the others are told."""
    is_there: Callable[[str], bool] = lambda name: find_spec(COMMANDS[name][0]) is not None  # noqa: E731
    for name in (name for name in COMMANDS if not is_there(name)):
        print(f"{name} is left out, it is not installed: pip install -r requirements-dev.txt\n")
    return [name for name in COMMANDS if is_there(name)]


def main() -> int:
    """Run, print, and return 1 for a target that is missed if `--strict` asks for it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=5, help="of each number but the largest, which is one")
    parser.add_argument("--routes", type=int, nargs="+", default=[*TARGETS])
    parser.add_argument("--strict", action="store_true", help="exit 1 if a target is missed")
    arguments = parser.parse_args()
    sys.path.insert(0, str(ROOT))
    names = installed()
    print(f"\nWhole processes, their start included. Python {platform.python_version()}\n")
    with tempfile.TemporaryDirectory() as place:
        measured(names, Path(place) / "first", 1, 1)
        results = {
            count: measured(names, Path(place) / str(count), count, 1 if count > MANY else arguments.rounds)
            for count in arguments.routes
        }
    print_costs(results)
    print_growth(results, names)
    return int(arguments.strict and missed(results) > 0)


if __name__ == "__main__":
    sys.exit(main())
