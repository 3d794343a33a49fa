"""Compare the gateway with its peers in one run, and with the ratios it has to reach."""

from __future__ import annotations

import argparse
import json
import platform
import statistics
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import stores
from scenarios import SCENARIOS

HERE = Path(__file__).parent
PEERS = ("loop", "bare", "gateway", "falcon", "bottle", "werkzeug")
IMPORTS = {
    "falcon": "import falcon",
    "gateway": "import gateway.wsgi",
    "bottle": "import bottle",
    "werkzeug": "import werkzeug.wrappers, werkzeug.routing",
}
Medians = dict[str, dict[str, float]]


@dataclass(frozen=True, slots=True)
class Target:
    """A number to reach: its name, how it is computed from the medians, and what is allowed."""

    name: str
    value: Callable[[Medians], float]
    limit: float
    unit: str = ""


def against_falcon(scenario: str) -> Callable[[Medians], float]:
    """Ours as a fraction of Falcon's."""
    return lambda medians: medians["gateway"][scenario] / medians["falcon"][scenario]


def against_own(scenario: str) -> Callable[[Medians], float]:
    """Ours as a fraction of our own time with 10 routes."""
    return lambda medians: medians["gateway"][scenario] / medians["gateway"]["routes10"]


def over_bare(scenario: str) -> Callable[[Medians], float]:
    """Microseconds over the bare function."""
    return lambda medians: medians["gateway"][scenario] - medians["bare"][scenario]


def against_untagged(medians: Medians) -> float:
    """Ours with an entity tag as a fraction of ours without."""
    return medians["gateway"]["tagged"] / medians["gateway"]["hello"]


TARGETS = (
    Target("hello / Falcon", against_falcon("hello"), 0.4),
    Target("hello over bare", over_bare("hello"), 1.0, " us"),
    Target("hello with a tag / without", against_untagged, 1.5),
    Target("param / Falcon", against_falcon("param"), 0.45),
    Target("param over bare", over_bare("param"), 1.5, " us"),
    Target("five layers / Falcon", against_falcon("mw5"), 0.5),
    Target("1,000 routes / Falcon", against_falcon("routes1000"), 0.12),
    Target("1,000 routes / our 10", against_own("routes1000"), 1.3),
    Target("10,000 routes / our 10", against_own("routes10000"), 1.3),
    Target("JSON in and out / Falcon", against_falcon("json"), 0.25),
    Target("session and page / Falcon", against_falcon("session"), 0.8),
    *(Target(f"session page, {name} / Falcon by hand", against_falcon(name), 0.8) for name in stores.NAMES),
    Target("404 / Falcon", against_falcon("notfound"), 0.15),
    Target("whole stack page / Falcon by hand", against_falcon("page"), 1.0),
)
START_TARGETS = (
    Target("import / Falcon", lambda m: m["gateway"]["import_ms"] / m["falcon"]["import_ms"], 2.0),
    Target("build of 1,000 routes", lambda m: m["gateway"]["build_s"], 1.0, " s"),
    Target("unused modules loaded", lambda m: m["gateway"]["unused"], 0),
)


def child(*arguments: str) -> Any:
    """What a script of this folder reports, run in a process of its own."""
    command = [sys.executable, *arguments]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=HERE)
    if done.returncode:
        sys.exit(f"{' '.join(arguments)}:\n{done.stderr[-2000:]}")
    return json.loads(done.stdout)


def measured(peers: list[str], names: str, rounds: int, seconds: float) -> dict[str, dict[str, list[float]]]:
    """All results; the peers take turns, so that a noisy minute hits all of them."""
    results: dict[str, dict[str, list[float]]] = {peer: {} for peer in peers}
    for _ in range(rounds):
        for peer in peers:
            answer = child("measure.py", peer, "--scenarios", names, "--seconds", str(seconds))
            for name, value in answer.items():
                results[peer].setdefault(name, []).append(value)
    return results


def started(peers: list[str], rounds: int) -> Medians:
    """Medians of importing, and of building 1,000 routes for ours."""
    samples: dict[str, dict[str, list[float]]] = {peer: {} for peer in peers if peer in IMPORTS}
    for _ in range(rounds):
        for peer, results in samples.items():
            answer = child("measure.py", peer, "--import", IMPORTS[peer])
            for name, value in answer.items():
                results.setdefault(name, []).append(value)
        if "gateway" in samples:
            built = child("build.py")
            samples["gateway"].setdefault("build_s", []).append(built["seconds"])
            samples["gateway"].setdefault("unused", []).append(len(built["unused"]))
    return {peer: medians_of(results) for peer, results in samples.items()}


def medians_of(results: dict[str, list[float]]) -> dict[str, float]:
    """The median of each scenario."""
    return {name: statistics.median(values) for name, values in results.items()}


def print_table(results: dict[str, dict[str, list[float]]], names: list[str]) -> None:
    """Medians and how far the rounds lie apart."""
    print("| peer | " + " | ".join(names) + " |\n|---|" + "---:|" * len(names))
    for peer, rows in results.items():
        cells = [cell(rows.get(name)) for name in names]
        print(f"| {peer} | " + " | ".join(cells) + " |")


def print_kept(results: dict[str, dict[str, list[float]]], names: list[str]) -> None:
    """The session page by where its session is, for those peers that keep it in several ways."""
    several = {peer: rows for peer, rows in results.items() if len(rows.keys() & set(names)) > 1}
    if several:
        print()
        print_table(several, names)


def cell(values: list[float] | None) -> str:
    """One cell of the table."""
    if not values:
        return "-"
    median = statistics.median(values)
    return f"{median:.2f} ±{(max(values) - min(values)) / median * 50:.0f}%"


def print_start(start: Medians) -> None:
    """What importing costs."""
    print("\n| peer | import ms | import MiB | modules |\n|---|---:|---:|---:|")
    for peer, row in start.items():
        print(f"| {peer} | {row['import_ms']:.0f} | {row['import_mb']:.1f} | {row['modules']:.0f} |")


def without_loop(medians: Medians) -> Medians:
    """The same less what the measuring loop itself costs."""
    loop = medians.get("loop", {})
    return {
        peer: {name: value - loop.get(name, 0) for name, value in rows.items()}
        for peer, rows in medians.items()
    }


def print_targets(targets: tuple[Target, ...], medians: Medians) -> int:
    """Each number beside what it has to be, the loop's own cost left in; how many are missed."""
    missed, pure = 0, without_loop(medians)
    print("\n| what | measured | without the loop | at most | |\n|---|---:|---:|---:|---|")
    for target in targets:
        try:
            value, less = target.value(medians), target.value(pure)
        except KeyError:
            continue
        missed += value > target.limit
        verdict = "reached" if value <= target.limit else "MISSED"
        cells = (f"{number:.2f}{target.unit}" for number in (value, less))
        print(f"| {target.name} | {' | '.join(cells)} | {target.limit:g}{target.unit} | {verdict} |")
    return missed


def main() -> int:
    """Run, print, and return the number of targets missed if `--strict` asks for it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--peers", default=",".join(PEERS))
    parser.add_argument("--scenarios", default=",".join(SCENARIOS))
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=float, default=0.2, help="CPU time of one measurement")
    parser.add_argument("--json", type=Path, help="write all results to this file as well")
    parser.add_argument("--strict", action="store_true", help="exit 1 if a target is missed")
    arguments = parser.parse_args()
    peers = arguments.peers.split(",")
    with stores.running():
        results = measured(peers, arguments.scenarios, arguments.rounds, arguments.seconds)
    start = started(peers, arguments.rounds)
    names = arguments.scenarios.split(",")
    print(f"CPU us a request; ± is half of (max - min) / median. Python {platform.python_version()}\n")
    print_table(results, [name for name in names if name not in stores.NAMES])
    print_kept(results, [name for name in names if name in {"session", *stores.NAMES}])
    print_start(start)
    missed = print_targets(TARGETS, {peer: medians_of(rows) for peer, rows in results.items()})
    missed += print_targets(START_TARGETS, start)
    if arguments.json:
        arguments.json.write_text(json.dumps({"requests": results, "start": start}, indent=1))
    return int(arguments.strict and missed > 0)


if __name__ == "__main__":
    sys.exit(main())
