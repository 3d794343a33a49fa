"""Which addresses a login may use: secure ones, and those of this very machine."""

from __future__ import annotations

from urllib.parse import urlsplit

LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})
SANDBOX_PATH = "/-/sandbox"


def is_safe(url: str) -> bool:
    """Whether a URL may carry secrets: https, or http to this very machine."""
    try:
        parts = urlsplit(url)
    except ValueError:  # an odd bracket
        return False
    return bool(parts.hostname) and (
        parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in LOOPBACK)
    )
