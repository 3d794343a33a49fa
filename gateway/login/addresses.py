"""Which addresses a login may use: secure ones, and those of this very machine."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})
SANDBOX_PATH = "/-/sandbox"

_VISIBLE = re.compile(r"[\x21-\x5b\x5d-\x7e]+")  # browsers take a backslash for a slash


def is_safe(url: str) -> bool:
    """Whether a URL may carry secrets: https, or http to this very machine.

    None of what programs read differently is safe: a user, characters a URL cannot have, a port that is none.
    """
    try:
        parts = urlsplit(url)
        is_odd = "@" in parts.netloc or not _VISIBLE.fullmatch(url) or parts.port == 0
    except ValueError:
        return False
    is_secret = parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in LOOPBACK)
    return bool(parts.hostname) and is_secret and not is_odd
