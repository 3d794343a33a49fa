"""The walk of one request, traced: how few calls of ours it takes, and that docs/walk.md tells them."""

from __future__ import annotations

import io
import os
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import FrameType

import pytest

from gateway.wsgi import Gateway, load

ROOT = Path(__file__).parents[1]
PACKAGE = f"{ROOT / 'gateway'}{os.sep}"
START_UP = {"config", "compiler", "check", "cli"}
CONFIGURATION = """
version: 1
stacks:
  two: [request_id, security_headers]
routes:
  - {path: "/user/:id", stack: two, handler: "walked:show"}
  - {path: "/whole/:id", stack: two, handler: "walked:show", params: {id: int}}
  - {path: "/missing", stack: two, handler: "walked:missing"}
"""
HANDLERS = """
from werkzeug.exceptions import NotFound

def show(request, id):
    return {"id": id}

def missing(request):
    raise NotFound
"""


@dataclass(frozen=True, slots=True)
class Call:
    """One call of a function of ours."""

    file: str
    name: str

    def __str__(self) -> str:
        return f"{self.file} {self.name}"


@pytest.fixture
def app(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Gateway]:
    (tmp_path / "gateway.yaml").write_text(CONFIGURATION)
    (tmp_path / "walked.py").write_text(HANDLERS)
    monkeypatch.setattr(sys, "path", [str(tmp_path), *sys.path])
    yield load(tmp_path / "gateway.yaml", environ={"GATEWAY_ENV": "production"})
    sys.modules.pop("walked", None)


def answer_of(app: Gateway, path: str = "/user/7") -> tuple[str, bytes]:
    started: list[str] = []
    environ = {
        "REQUEST_METHOD": "GET",
        "SCRIPT_NAME": "",
        "PATH_INFO": path,
        "RAW_URI": path,
        "QUERY_STRING": "",
        "SERVER_NAME": "127.0.0.1",
        "SERVER_PORT": "8000",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "REMOTE_ADDR": "127.0.0.1",
        "HTTP_HOST": "127.0.0.1:8000",
        "HTTP_ACCEPT": "application/json",
        "wsgi.url_scheme": "http",
        "wsgi.input": io.BytesIO(),
        "wsgi.errors": sys.stderr,
    }
    body = b"".join(app(environ, lambda status, _headers, _error=None: started.append(status)))
    return started[0], body


def traced(app: Gateway, path: str = "/user/7") -> list[Call]:
    """Every call of ours during one warm request, in order."""
    calls: list[Call] = []

    def note(frame: FrameType, event: str, _argument: object) -> None:
        code = frame.f_code
        if event == "call" and code.co_filename.startswith(PACKAGE):
            calls.append(Call(code.co_filename.removeprefix(PACKAGE), code.co_qualname))

    answer_of(app, path)
    before = sys.getprofile()
    sys.setprofile(note)
    try:
        answer_of(app, path)
    finally:
        sys.setprofile(before)
    return calls


def revisits(calls: list[Call]) -> int:
    """How often a file is entered again after another one of ours was entered."""
    seen: set[str] = set()
    count, last = 0, ""
    for call in calls:
        count += call.file != last and call.file in seen
        seen.add(call.file)
        last = call.file
    return count


def test_traced_request_gets_its_json(app: Gateway) -> None:
    assert answer_of(app) == ("200 OK", b'{"id":"7"}')


def test_request_with_two_layers_takes_ten_calls_of_ours(app: Gateway) -> None:
    calls = traced(app)

    assert len(calls) <= 10, "\n".join(map(str, calls))


def test_request_enters_eight_files_and_comes_back_twice(app: Gateway) -> None:
    calls = traced(app)

    assert (len({call.file for call in calls}) <= 8, revisits(calls) <= 2) == (True, True), calls


@pytest.mark.parametrize("path", ["/user/7", "/whole/7", "/whole/seven", "/missing", "/nowhere"])
def test_no_start_up_code_runs_during_a_request(app: Gateway, path: str) -> None:
    assert [call for call in traced(app, path) if Path(call.file).parts[0] in START_UP] == []


def test_walk_page_lists_the_calls_of_a_request(app: Gateway) -> None:
    page = (ROOT / "docs" / "walk.md").read_text(encoding="utf-8")
    told = re.findall(r"^\d+\. `gateway/([\w/]+\.py)` `([^`]+)`", page, re.MULTILINE)

    walked = traced(app)

    listing = "\n".join(f"{number}. `gateway/{c.file}` `{c.name}`" for number, c in enumerate(walked, 1))
    assert [Call(file, name) for file, name in told] == walked, listing
