"""One peer in a process of its own: microseconds of CPU a request, and what importing and building cost."""

from __future__ import annotations

import argparse
import gc
import importlib
import io
import json
import os
import sys
import time
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

from scenarios import SCENARIOS, WITH_COOKIE, Application, Scenario, check

ROOT = Path(__file__).parents[1]


def seconds_for(application: Application, environ: dict[str, object], body: bytes, count: int) -> float:
    """CPU seconds of `count` requests, one after another."""
    stream = io.BytesIO

    def start_response(_status, _headers, _error=None):
        return None

    start = time.process_time()
    for _ in range(count):
        request = environ.copy()
        request["wsgi.input"] = stream(body)
        chunks = application(request, start_response)
        for _chunk in chunks:
            pass
        close = getattr(chunks, "close", None)
        if close is not None:
            close()
    return time.process_time() - start


def microseconds(application: Application, scenario: Scenario, cookie: str, seconds: float) -> float:
    """CPU microseconds a request, over at least `seconds` after warming up."""
    environ = scenario.environ(cookie)

    def run(count: int) -> float:
        return seconds_for(application, environ, scenario.body, count) / count

    run(max(100, int(0.05 / (run(50) or 1e-6))))
    gc.collect()
    return run(max(100, int(seconds / (run(200) or 1e-6)))) * 1e6


def timed(peer: ModuleType, names: list[str], seconds: float) -> dict[str, float]:
    """Microseconds a request for each scenario the peer has; ValueError if it answers wrongly."""
    applications = peer.build()
    results = {}
    for name in names:
        if name in applications:
            application, scenario = applications[name], SCENARIOS[name]
            cookie = getattr(peer, "COOKIES", {}).get(name, peer.COOKIE) if name in WITH_COOKIE else ""
            if not getattr(peer, "UNCHECKED", False):
                check(application, scenario, cookie)
            results[name] = microseconds(application, scenario, cookie, seconds)
    return results


def milliseconds(work: Callable[[], object]) -> float:
    """How long some work takes, by the clock."""
    start = time.perf_counter()
    work()
    return (time.perf_counter() - start) * 1e3


def importing(statement: str) -> dict[str, float]:
    """What a fresh interpreter pays for an import: time, memory and modules."""
    modules = len(sys.modules)
    memory = resident()
    took = milliseconds(lambda: exec(statement, {}))
    return {"import_ms": took, "import_mb": resident() - memory, "modules": len(sys.modules) - modules}


def resident() -> float:
    """MiB of memory this process holds."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 2**20


def main() -> None:
    """Measure what the arguments ask for and write it as JSON to the standard output."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("peer")
    parser.add_argument("--scenarios", default="")
    parser.add_argument("--seconds", type=float, default=0.2)
    parser.add_argument("--import", dest="statement", help="time only this import")
    arguments = parser.parse_args()
    sys.path.insert(0, str(ROOT))
    # Access logs belong to the work; their bytes do not belong to the report.
    report = os.fdopen(os.dup(1), "w")
    sink = os.open(os.devnull, os.O_WRONLY)
    os.dup2(sink, 1)
    if arguments.statement:
        result = importing(arguments.statement)
    else:
        peer = importlib.import_module(f"peers.{arguments.peer}")
        result = timed(peer, arguments.scenarios.split(","), arguments.seconds)
    json.dump(result, report)


if __name__ == "__main__":
    main()
