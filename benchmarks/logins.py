"""How many people one core logs in at the sandbox, which is this process too: both sides count."""

from __future__ import annotations

import argparse
import io
import re
import statistics
import sys
import tempfile
import time
from pathlib import Path
from urllib.parse import urlencode, urlsplit

from scenarios import ENVIRON, SECRET, Answer, Application, answered

ROOT = Path(__file__).parents[1]
KINDS = ("oauth1", "oauth2", "oidc")
TEXT = """
version: 1
env: {SESSION_KEY: {secret: true}}
settings: {public_url: "http://127.0.0.1:8000"}
session: {keys: ["${SESSION_KEY}"]}
login: {someone: {provider: sandbox, kind: KIND, stack: [session, csrf]}}
"""


class Visitor:
    """Someone with a browser, who follows nothing by itself."""

    def __init__(self, application: Application) -> None:
        self.application = application
        self.cookies: dict[str, str] = {}

    def ask(self, url: str, **fields: str) -> Answer:
        """The answer to a GET, or to a POST of fields; its cookies are kept."""
        parts, body = urlsplit(url), urlencode(fields).encode()
        environ = {
            **ENVIRON,
            "REQUEST_METHOD": "POST" if fields else "GET",
            "PATH_INFO": parts.path,
            "RAW_URI": parts.path,
            "QUERY_STRING": parts.query,
            "CONTENT_TYPE": "application/x-www-form-urlencoded" if fields else "",
            "CONTENT_LENGTH": str(len(body)),
            "HTTP_COOKIE": "; ".join(f"{name}={value}" for name, value in self.cookies.items()),
            "wsgi.input": io.BytesIO(body),
        }
        answer = answered(self.application, environ)
        kept = (pair.partition("=") for pair in answer.cookies().split("; ") if pair)
        self.cookies.update({name: value for name, _, value in kept})
        return answer

    def log_in(self) -> None:
        """Leave, choose a person, come back; raise ValueError if that does not log in."""
        page = self.ask(self.ask("/login").header("location")).body.decode()
        fields = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', page))
        action = re.search(r'<form method="post" action="([^"]+)"', page)[1]
        landed = self.ask(self.ask(action, **fields, person="fennmark").header("location"))
        if landed.status != 303 or "session" not in self.cookies:
            raise ValueError(f"{landed.status} {landed.body[:300]!r}")


def milliseconds(application: Application, count: int) -> float:
    """CPU milliseconds of one login, of `count` that come one after another."""
    start = time.process_time()
    for _ in range(count):
        Visitor(application).log_in()
    return (time.process_time() - start) / count * 1e3


def main() -> None:
    """Measure each kind in turns and print the medians."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--logins", type=int, default=100, help="of each measurement")
    arguments = parser.parse_args()
    sys.path.insert(0, str(ROOT))
    from gateway.wsgi import load

    with tempfile.TemporaryDirectory() as folder:
        applications = {}
        for kind in KINDS:
            place = Path(folder) / kind
            place.mkdir()
            (place / "gateway.yaml").write_text(TEXT.replace("KIND", kind))
            environ = {"GATEWAY_ENV": "development", "SESSION_KEY": SECRET}
            applications[kind] = load(place / "gateway.yaml", environ=environ)
            milliseconds(applications[kind], 10)
        results: dict[str, list[float]] = {kind: [] for kind in KINDS}
        for _ in range(arguments.rounds):
            for kind, rows in results.items():
                rows.append(milliseconds(applications[kind], arguments.logins))
    print("\n| login at the sandbox | CPU ms | a second and core |\n|---|---:|---:|")
    for kind, rows in results.items():
        median = statistics.median(rows)
        print(f"| {kind} | {median:.1f} | {1000 / median:.0f} |")


if __name__ == "__main__":
    main()
