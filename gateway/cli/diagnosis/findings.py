"""What was found about one thing, and what helps; never a secret."""

from __future__ import annotations

import re
from typing import NamedTuple

PATIENCE = 3.0
"""Seconds that whatever is asked may take."""
_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*")
_END = re.compile(r"[?#&=\s]")
_LONGEST = 200


class Finding(NamedTuple):
    """`level` is ok, warning or error, `about` the heading it stands under."""

    level: str
    about: str
    found: str
    help: str = ""


def address(url: str) -> str:
    """Where something is, without the name, password and options that its URL may hold."""
    scheme, mark, rest = url.partition("://")
    if not mark or not _SCHEME.fullmatch(scheme):
        return "an address that cannot be read"
    return f"{scheme}://{_END.split(rest.rpartition('@')[2])[0]}"


def reason(error: BaseException, *secrets: str) -> str:
    """Why something failed, in one line in which no secret stands."""
    said = next(iter(str(error).strip().splitlines()), "")
    for secret in filter(None, secrets):
        said = said.replace(secret, "***")
    kind = type(error).__name__
    return f"{kind}: {said[:_LONGEST]}" if said else kind
