"""`gateway serve`: serve on this machine and reload on every change."""

from __future__ import annotations

import logging
import os
import sys
from argparse import ArgumentParser, ArgumentTypeError, Namespace
from collections.abc import Iterable, Iterator
from importlib import invalidate_caches
from pathlib import Path
from typing import TYPE_CHECKING

from markupsafe import escape
from werkzeug.exceptions import NotFound
from werkzeug.serving import is_running_from_reloader, run_simple

from gateway.check.report import render
from gateway.cli.check import use_color
from gateway.cli.file import add_file, is_missing
from gateway.errors import ConfigError
from gateway.http.page import WIDE, page
from gateway.http.response import Response
from gateway.wsgi import load

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

_WATCHED = ("*.yaml", "*.yml", "*.json", "*/*.yaml", "*/*.yml", "*/*.json", "handlers/**/*.py")


_LAST_PORT = 65535


def add_options(options: ArgumentParser) -> None:
    """FILE, --host, --port and --no-reload."""
    add_file(options)
    options.add_argument(
        "--host", default="127.0.0.1", help="address to listen on (default 127.0.0.1: this machine only)"
    )
    options.add_argument(
        "--port", type=_port, default=os.environ.get("PORT", "8000"), help="default: PORT, else 8000"
    )
    options.add_argument("--no-reload", dest="reload", action="store_false", help="do not watch for changes")


def run(options: Namespace) -> int:
    """Serve until interrupted; a mistake in the file is shown here and in the browser until it is mended."""
    if is_missing(options.file, "serve", "; `gateway init` writes one"):
        return 2
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    only_watches = options.reload and not is_running_from_reloader()
    directory = options.file.resolve().parent
    run_simple(
        options.host,
        options.port,
        NotFound() if only_watches else _Service(options.file),
        use_reloader=options.reload,
        extra_files=list(_watched(directory)),
        threaded=True,
    )
    return 0


def _port(text: str) -> int:
    """A port to listen on; raise ArgumentTypeError for what is none."""
    if not (text.isascii() and text.isdigit() and 0 < int(text) <= _LAST_PORT):
        raise ArgumentTypeError(f"{text!r} is no port; it must be a whole number from 1 to {_LAST_PORT}")
    return int(text)


class _Service:
    """The gateway of a file or, as long as the file has problems, a page with their report."""

    def __init__(self, file: Path) -> None:
        """Load the file now, so that a mistake is on the terminal before the first request."""
        self._file = file
        self._report = ""
        self._gateway: WSGIApplication | None = None
        self._load()

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """The gateway's answer; the report, whatever is asked for."""
        if self._gateway is None:
            self._load()  # a view or a module that was missing is there by now, and no restart came of it
        if self._gateway is None:
            return _refusal(self._report).send(environ["REQUEST_METHOD"], start_response)
        return self._gateway(environ, start_response)

    def _load(self) -> None:
        """Compile the file; a report that is news goes to the terminal."""
        invalidate_caches()
        try:
            self._gateway = load(self._file)
        except ConfigError as error:
            report = render(error.problems, color=False)
            if report != self._report:
                sys.stderr.write(render(error.problems, color=use_color(sys.stderr)) + "\n")
            self._report = report


def _refusal(report: str) -> Response:
    """The report as a page, so that the mistake is seen where one looks."""
    return page(
        "gateway.yaml has problems",
        f"<h1>gateway.yaml has problems</h1><pre>{escape(report)}</pre><p>Mend them, then reload.</p>",
        status=500,
        style=WIDE,
    )


def _watched(directory: Path) -> Iterator[str]:
    """The files whose change restarts the server; imported modules are watched anyway."""
    for pattern in _WATCHED:
        yield from (str(path) for path in directory.glob(pattern))
