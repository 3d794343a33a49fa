"""`gateway call`: send one request without a server, and print the answer."""

from __future__ import annotations

import os
import sys
from argparse import ArgumentParser, ArgumentTypeError, Namespace
from pathlib import Path

from werkzeug.datastructures import Headers
from werkzeug.test import run_wsgi_app

from gateway.check.report import render
from gateway.cli.check import use_color
from gateway.cli.file import PLACES, is_missing
from gateway.cli.requests import add_request, environ_of
from gateway.errors import ConfigError
from gateway.wsgi import load

_COLORS = {"2": "\x1b[32m", "3": "\x1b[36m", "4": "\x1b[33m", "5": "\x1b[31m"}
_PLAIN = "\x1b[0m"
_TEXTS = ("text/", "application/json", "application/xml", "application/javascript", "image/svg")
_ERRORS = 400


def add_options(options: ArgumentParser) -> None:
    """METHOD, PATH, --host, --header, --file, --data and --body."""
    add_request(options)
    options.add_argument(
        "--data", type=_data, help="the body; @FILE is what a file holds, @- the standard input"
    )
    options.add_argument("--body", action="store_true", help="print the body alone, as it is")


def run(options: Namespace) -> int:
    """Print the answer; 0 if it is no error, 1 if it is or the file has problems, 2 without a file."""
    if is_missing(options.file, "call", PLACES):
        return 2
    try:
        gateway = load(options.file, environ=os.environ)
    except ConfigError as error:
        sys.stderr.write(render(error.problems, color=use_color(sys.stderr)) + "\n")
        return 1
    options.header += _kind_of(options)
    answer, status, headers = run_wsgi_app(
        gateway, environ_of(options, gateway.app.public_url, options.data), buffered=True
    )
    if not options.body:
        print(_head(status, headers))
    _write(b"".join(answer), headers, is_raw=options.body)
    return int(int(status[:3]) >= _ERRORS)


def _data(text: str) -> bytes:
    """The bytes of a body; raise ArgumentTypeError for a file that cannot be read."""
    if not text.startswith("@"):
        return text.encode()
    try:
        return sys.stdin.buffer.read() if text == "@-" else Path(text[1:]).read_bytes()
    except OSError as error:
        raise ArgumentTypeError(f"{text[1:]} cannot be read: {error.strerror}") from error


def _kind_of(options: Namespace) -> list[tuple[str, str]]:
    """The Content-Type of a body that has none: JSON if it looks like it, else a form."""
    if options.data is None or any(name.lower() == "content-type" for name, _ in options.header):
        return []
    is_json = options.data.lstrip()[:1] in {b"{", b"["}
    return [("Content-Type", "application/json" if is_json else "application/x-www-form-urlencoded")]


def _head(status: str, headers: Headers) -> str:
    """The status and the headers, and an empty line."""
    line = f"{_COLORS.get(status[0], '')}{status}{_PLAIN}" if use_color(sys.stdout) else status
    return "\n".join([line, *(f"{name}: {value}" for name, value in headers), ""])


def _write(body: bytes, headers: Headers, *, is_raw: bool) -> None:
    """The body as it is; on a terminal, what is no text as its size."""
    kind = headers.get("Content-Type", "")
    is_text = kind.startswith(_TEXTS) and "Content-Encoding" not in headers
    if sys.stdout.isatty() and not is_raw and body and not is_text:
        print(f"({len(body)} bytes of {kind or 'no type'})")
        return
    sys.stdout.flush()
    sys.stdout.buffer.write(body)
    if sys.stdout.isatty() and body and not body.endswith(b"\n"):
        sys.stdout.buffer.write(b"\n")
    sys.stdout.buffer.flush()
