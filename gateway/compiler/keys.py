"""The keys that sign sessions: those of the configuration, or one made for development."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

from gateway.config.model import Config
from gateway.config.variables import Secret, Unset


def session_keys(config: Config) -> tuple[str, ...]:
    """The keys as plain text, newest first; in development one is made once if there is none."""
    session = config.session
    keys = tuple(_plain(key) for key in (session.keys if session else ()))
    if keys or config.environment != "development" or not (session or config.login):
        return keys
    return (_kept(private_folder(config.directory) / "development.key"),)


def private_folder(directory: Path) -> Path:
    """The folder for what is made in development: its owner's only, and no business of git."""
    folder = directory / ".gateway"
    folder.mkdir(mode=0o700, exist_ok=True)
    ignore = folder / ".gitignore"
    if not ignore.exists():
        ignore.write_text("*\n", encoding="ascii")
    return folder


def _plain(key: str) -> str:
    """The key itself; one that is not set is only ever checked, never served, so any text will do."""
    if isinstance(key, Unset):
        return secrets.token_urlsafe(48)
    return key.reveal() if isinstance(key, Secret) else key


def _kept(file: Path) -> str:
    """The key in a file only its owner can read, written on first use; of two that write, one wins."""
    try:
        descriptor = os.open(file, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    except FileExistsError:
        return file.read_text(encoding="ascii").strip()
    with os.fdopen(descriptor, "w", encoding="ascii") as out:
        key = secrets.token_urlsafe(48)
        out.write(key)
    return key
