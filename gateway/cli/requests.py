"""A request that is written on the command line."""

from __future__ import annotations

import os
from argparse import ArgumentParser, ArgumentTypeError, Namespace
from pathlib import Path
from typing import TYPE_CHECKING

from werkzeug.test import EnvironBuilder

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment


def add_request(options: ArgumentParser, *, instead: str = "") -> None:
    """METHOD, PATH, --host, --header and --file; `instead` may stand alone in place of the first two."""
    first = f"METHOD|{instead}" if instead else "METHOD"
    options.add_argument("method", metavar=first, type=str.upper)
    path = "with its query, if it has one"
    options.add_argument("path", metavar="PATH", type=_path, nargs="?" if instead else None, help=path)
    options.add_argument("--host", help="the Host that is asked (default: that of settings.public_url)")
    options.add_argument(
        "--header", metavar="'NAME: VALUE'", type=_header, action="append", default=[], help="may be repeated"
    )
    usual = os.environ.get("GATEWAY_CONFIG", "gateway.yaml")
    options.add_argument("--file", type=Path, default=Path(usual), help=f"default: {usual}")


def environ_of(options: Namespace, public_url: str | None, data: bytes | None = None) -> WSGIEnvironment:
    """The request as a server would hand it on, from this machine."""
    base = public_url or "http://localhost"
    headers = [*options.header, *([("Host", options.host)] if options.host else [])]
    builder = EnvironBuilder(
        path=options.path.partition("?")[0],
        query_string=options.path.partition("?")[2],
        base_url=base if "${" not in base else None,
        method=options.method,
        headers=headers,
        data=data,
    )
    environ = builder.get_environ()
    return environ | {"REMOTE_ADDR": "127.0.0.1", "RAW_URI": options.path, "REQUEST_URI": options.path}


def _path(text: str) -> str:
    """A path; raise ArgumentTypeError for what is none."""
    if not text.startswith("/"):
        raise ArgumentTypeError(f"{text!r} is no path; it must start with /")
    return text


def _header(text: str) -> tuple[str, str]:
    """A header; raise ArgumentTypeError for what is none."""
    name, colon, value = text.partition(":")
    if not (name.strip() and colon) or "\n" in text or "\r" in text:
        raise ArgumentTypeError(f"{text!r} is no header; write 'NAME: VALUE'")
    return name.strip(), value.strip()
