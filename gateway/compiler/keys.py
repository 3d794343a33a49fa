"""The keys that sign sessions and cookies: those of the configuration, or one made for development."""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterable
from pathlib import Path

from gateway.config.model import Config, Settings
from gateway.config.plain import revealed
from gateway.config.variables import Unset
from gateway.errors import ConfigReferenceError, Problem
from gateway.http.keys import SHORTEST
from gateway.http.signing import Signer


def session_keys(config: Config, *, strict: bool = False) -> tuple[str, ...]:
    """The keys as plain text, newest first; in development one is made once if there is none.

    Raise ConfigReferenceError if that one cannot be kept. `strict` only checks, and keeps none.
    """
    session = config.session
    keys = plain_keys(session.keys if session else ())
    if keys or session is None:
        return keys
    if strict or config.environment != "development":
        return (_unset(),)
    try:
        return (_kept(private_folder(config.directory) / "development.key"),)
    except (OSError, ValueError) as error:
        said = f"there are no session keys, and none can be kept in .gateway/: {_reason(error)}"
        hint = "set session.keys, or let .gateway/ be a folder that can be written"
        raise ConfigReferenceError([Problem(session.at.at, "GW021", said, hint)]) from error


def cookie_signer(settings: Settings) -> Signer | None:
    """What signs and verifies cookies; None in a service without keys for them."""
    return Signer(plain_keys(settings.cookie_keys)) if settings.cookie_keys else None


def plain_keys(keys: Iterable[str]) -> tuple[str, ...]:
    """The keys themselves; any text in place of one that is not set, as only a check lets it be."""
    return tuple(_unset() if isinstance(key, Unset) else revealed(key) for key in keys)


def private_folder(directory: Path) -> Path:
    """The folder for what is made in development: its owner's only, and no business of git."""
    folder = directory / ".gateway"
    folder.mkdir(mode=0o700, exist_ok=True)
    ignore = folder / ".gitignore"
    if not ignore.exists():
        ignore.write_text("*\n", encoding="ascii")
    return folder


def _reason(error: Exception) -> str:
    """What went wrong, without the folders that lead there."""
    return (error.strerror or "") if isinstance(error, OSError) else str(error)


def _unset() -> str:
    """A key in place of one that is not set: such a configuration is only checked, so any text will do."""
    return secrets.token_urlsafe(48)


def _kept(file: Path) -> str:
    """The key in a file only its owner can read, written on first use; of two that write, one wins."""
    try:
        descriptor = os.open(file, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    except FileExistsError:
        key = file.read_text(encoding="ascii").strip()
        if len(key) < SHORTEST:
            raise ValueError(f"{file.name} is shorter than {SHORTEST} characters; delete it") from None
        return key
    with os.fdopen(descriptor, "w", encoding="ascii") as out:
        key = secrets.token_urlsafe(48)
        out.write(key)
    return key
