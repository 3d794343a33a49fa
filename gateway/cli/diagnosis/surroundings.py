"""Whether the place where the service runs lets it: folders, the server's settings, the port, its address."""

from __future__ import annotations

import os
import socket
from collections.abc import Iterator, Mapping
from pathlib import Path

from gateway.cli.diagnosis.findings import Finding, reason
from gateway.cli.diagnosis.logins import certificate
from gateway.cli.diagnosis.needs import sessions, store_url
from gateway.config.model import Config

_ABOUT = "place"
_SETTINGS = "gunicorn.conf.py"


def surroundings(config: Config, environ: Mapping[str, str]) -> Iterator[Finding]:
    """What was found about the place."""
    yield from _private_folder(config, environ)
    yield _server_settings(Path.cwd())
    yield _port(environ.get("PORT", "8000"), is_open=config.environment != "development")
    yield from _public_address(config)


def _private_folder(config: Config, environ: Mapping[str, str]) -> Iterator[Finding]:
    """Whether .gateway can be written, if something is kept there."""
    kept = sessions(config, environ)
    is_file = any(each.store == "sql" and store_url(each) is None for each in kept)
    is_key = config.environment == "development" and any(not each.keys for each in kept)
    if not is_file and not is_key:
        return
    folder = config.directory / ".gateway"
    there = folder if folder.is_dir() else folder.parent
    if os.access(there, os.W_OK | os.X_OK):
        yield Finding("ok", _ABOUT, ".gateway/ can be written")
    else:
        what = "sessions are" if is_file else "the key of sessions is"
        found = f".gateway/ cannot be written, and {what} kept there"
        yield Finding("error", _ABOUT, found, f"let {there.name}/ be written by who runs the service")


def _server_settings(folder: Path) -> Finding:
    """Whether gunicorn finds its settings where it is started."""
    if (folder / _SETTINGS).is_file():
        return Finding("ok", _ABOUT, f"{_SETTINGS} is here")
    help_ = "start where it is, or name it by gunicorn -c: without it gunicorn has limits of its own"
    return Finding("warning", _ABOUT, f"there is no {_SETTINGS} here", help_)


def _port(port: str, *, is_open: bool) -> Finding:
    """Whether the port can be listened at."""
    if not port.isdecimal():
        return Finding("error", _ABOUT, "PORT is not a number", "set PORT to a number from 1 to 65535")
    host = "0.0.0.0" if is_open else "127.0.0.1"  # noqa: S104  (as gunicorn.conf.py has it)
    try:
        with socket.socket() as listener:
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            listener.bind((host, int(port)))
    except (OSError, OverflowError) as error:
        found = f"port {port} cannot be listened at: {reason(error)}"
        return Finding("warning", _ABOUT, found, "fine if the service runs already; else set PORT to another")
    return Finding("ok", _ABOUT, f"port {port} is free")


def _public_address(config: Config) -> Iterator[Finding]:
    """Whether people who open the service's own address find a certificate they trust."""
    url = config.settings.public_url
    if url is None or not url.startswith("https:") or "${" in url:
        return
    try:
        yield certificate(_ABOUT, url)
    except OSError as error:
        found = f"settings.public_url does not answer from here: {reason(error)}"
        yield Finding(
            "warning", _ABOUT, found, "fine before the first start, or where this machine may not go there"
        )
