from __future__ import annotations

import io
import json
import sys

import pytest

TEXT = """version: 1
settings: {hosts: [a.example, b.example]}
routes:
  - {path: /, respond: {text: hello}}
  - {path: /back, methods: [ANY], handler: "called:back"}
  - {path: /bytes, handler: "called:raw"}
  - {path: /gone, respond: {status: 410, text: gone}}
on_startup: ["called:begin"]
"""
SOURCE = """
began = []
def begin(app): began.append(app)
def raw(request): return b"\\x00\\xff"
def back(request):
    return {
        "method": request.method, "host": request.host, "query": dict(request.query), "began": len(began),
        "type": request.headers.get("Content-Type"), "of": request.headers.get("X-Of"),
        "data": request.data.decode(),
    }
"""


@pytest.fixture
def call(run, folder):
    (folder / "gateway.yaml").write_text(TEXT)
    (folder / "called.py").write_text(SOURCE)

    def call(method, path, *more):
        return run("call", method, path, *more, *(() if "--host" in more else ("--host", "a.example")))

    return call


def test_answer_is_printed_with_its_status_and_headers(call):
    status, out, err = call("get", "/")
    head, _, body = out.partition("\n\n")

    assert (status, err) == (0, "")
    assert head.splitlines()[0] == "200 OK"
    assert "Content-Type: text/plain; charset=utf-8" in head.splitlines()
    assert body == "hello"


def test_handler_sees_the_whole_request_after_the_start(call):
    more = ("--host", "b.example", "--header", "X-Of: me", "--data", '{"a": 1}', "--body")

    assert json.loads(call("PUT", "/back?c=d", *more)[1]) == {
        "method": "PUT",
        "host": "b.example",
        "query": {"c": "d"},
        "began": 1,
        "type": "application/json",
        "of": "me",
        "data": '{"a": 1}',
    }


@pytest.mark.parametrize(
    ("more", "kind"),
    [
        ((), None),
        (("--data", "a=b"), "application/x-www-form-urlencoded"),
        (("--data", " [1]"), "application/json"),
        (("--data", "a", "--header", "content-type: text/plain"), "text/plain"),
    ],
)
def test_body_has_a_content_type(call, more, kind):
    assert json.loads(call("POST", "/back", "--body", *more)[1])["type"] == kind


def test_body_may_be_read_from_a_file_or_the_standard_input(call, folder, monkeypatch):
    (folder / "body.txt").write_text("from a file")
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"from a pipe")))

    for given, expected in (("@body.txt", "from a file"), ("@-", "from a pipe")):
        assert json.loads(call("POST", "/back", "--body", "--data", given)[1])["data"] == expected


def test_file_that_cannot_be_read_is_2(call):
    status, out, err = call("POST", "/back", "--data", "@gone.txt")

    assert (status, out) == (2, "")
    assert "gone.txt cannot be read: No such file or directory" in err


@pytest.mark.parametrize(("path", "expected"), [("/gone", "410 GONE"), ("/nope", "404 NOT FOUND")])
def test_answer_that_is_an_error_is_1(call, path, expected):
    status, out, _ = call("GET", path)

    assert (status, out.splitlines()[0].upper()) == (1, expected)


def test_bytes_are_written_as_they_are(folder, call, process):
    done = process("call", "GET", "/bytes", "--host", "a.example", "--body", errors="surrogateescape")

    assert (done.returncode, done.stdout) == (0, "\x00\udcff")


def on_a_terminal(monkeypatch):
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)


def test_terminal_has_colours_and_whole_lines(call, monkeypatch):
    on_a_terminal(monkeypatch)
    out = call("GET", "/")[1]

    assert out.startswith("\x1b[32m200 OK\x1b[0m\n")
    assert out.endswith("\n\nhello\n")


def test_terminal_is_spared_what_is_no_text(call, monkeypatch):
    on_a_terminal(monkeypatch)

    assert call("GET", "/bytes")[1].endswith("\n\n(2 bytes of application/octet-stream)\n")


def test_file_with_problems_is_1_and_none_is_2(run, folder):
    assert run("call", "GET", "/")[0] == 2
    (folder / "gateway.yaml").write_text("version: 1\nrotues: []\n")
    status, out, err = run("call", "GET", "/")

    assert (status, out) == (1, "")
    assert 'unknown key "rotues"' in err
