"""Compare `gunicorn gateway:app` with the bare function under the same gunicorn settings, by wrk."""

from __future__ import annotations

import argparse
import contextlib
import os
import re
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

from peers.gateway import ENVIRON, PLAIN, write
from scenarios import HELLO

ROOT = Path(__file__).parents[1]
BARE = f"""
BODY = {HELLO!r}
HEADERS = [("Content-Type", "text/plain; charset=utf-8"), ("Content-Length", str(len(BODY)))]

def app(environ, start_response):
    start_response("200 OK", HEADERS)
    return [BODY]
"""
AIM = 0.95


def free_port() -> int:
    """A port of loopback that nobody listens on."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


@contextlib.contextmanager
def serving(application: str, folder: Path) -> Iterator[tuple[str, int]]:
    """A gunicorn with one worker and our settings; its address and the worker's process id."""
    port = free_port()
    command = [sys.executable, "-m", "gunicorn", "-c", str(ROOT / "gunicorn.conf.py"), application]
    environment = os.environ | ENVIRON | {"PORT": str(port), "WEB_CONCURRENCY": "1", "LOG_LEVEL": "error"}
    environment |= {"PYTHONPATH": f"{ROOT}:{folder}", "GATEWAY_CONFIG": str(folder / "gateway.yaml")}
    server = subprocess.Popen(command, cwd=folder, env=environment)
    try:
        address = f"http://127.0.0.1:{port}/"
        wait_for(address, server)
        children = Path(f"/proc/{server.pid}/task/{server.pid}/children").read_text().split()
        yield address, int(children[0])
    finally:
        server.terminate()
        server.wait(10)


def wait_for(address: str, server: subprocess.Popen[bytes]) -> None:
    """Return when the address answers as it should; exit if it does not within ten seconds."""
    direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    for _ in range(100):
        with contextlib.suppress(urllib.error.URLError, ConnectionError), direct.open(address) as answer:
            if answer.read() == HELLO:
                return
        if server.poll() is not None:
            break
        time.sleep(0.1)
    sys.exit(f"{address} did not answer")


def worker_seconds(process: int) -> float:
    """CPU seconds a process has used."""
    fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def load(application: str, folder: Path, seconds: int) -> tuple[float, float]:
    """Requests a second that wrk counts, and the worker's CPU microseconds for each."""
    with serving(application, folder) as (address, process):
        before = worker_seconds(process)
        command = ["wrk", "-t1", "-c8", f"-d{seconds}s", address]
        report = subprocess.run(command, capture_output=True, text=True, check=True).stdout
        used = worker_seconds(process) - before
    count = int(re.search(r"(\d+) requests in", report)[1])
    if "Non-2xx" in report or "Socket errors" in report:
        sys.exit(report)
    return count / seconds, used / count * 1e6


def main() -> int:
    """Measure in turns, print, and exit 1 if ours is below its aim."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seconds", type=int, default=3, help="of each measurement")
    arguments = parser.parse_args()
    if shutil.which("wrk") is None:
        sys.exit("wrk is not installed; on Debian: apt-get install wrk")
    results: dict[str, list[tuple[float, float]]] = {"bare:app": [], "gateway:app": []}
    with tempfile.TemporaryDirectory() as name:
        folder = write(Path(name), "served", PLAIN).parent
        (folder / "bare.py").write_text(BARE)
        for _ in range(arguments.rounds):
            for application, rows in results.items():
                rows.append(load(application, folder, arguments.seconds))
    rates = {key: statistics.median(rate for rate, _ in rows) for key, rows in results.items()}
    costs = {key: statistics.median(cost for _, cost in rows) for key, rows in results.items()}
    print(
        "gunicorn, gthread, one worker, wrk -t1 -c8\n\n| application | requests/s | worker CPU us/request |"
    )
    print("|---|---:|---:|")
    for application, rate in rates.items():
        print(f"| {application} | {rate:,.0f} | {costs[application]:.0f} |")
    ratio = rates["gateway:app"] / rates["bare:app"]
    verdict = "reached" if ratio >= AIM else "MISSED"
    print(f"\ngateway:app / bare:app = {ratio:.2f} requests/s, at least {AIM}: {verdict}")
    return int(ratio < AIM)


if __name__ == "__main__":
    sys.exit(main())
