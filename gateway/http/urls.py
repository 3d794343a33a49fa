"""URLs as a header can carry them."""

from __future__ import annotations

import re
from urllib.parse import quote

is_badly_escaped = re.compile(r"%(?![0-9A-Fa-f]{2})").search
"""Where a `%` is that begins no escape, if it is anywhere in a text."""
_needs_escape = re.compile(r"[^!#-;=?-\[\]^_a-z|~]+|%(?![0-9A-Fa-f]{2})").sub
_breaks_link = re.compile(r"[^ -;=?-~]+").sub
_surrogate = re.compile("[\ud800-\udfff]").sub


def encoded(url: str) -> str:
    """A URL for Location: what it cannot hold is percent-encoded, escapes that are there stay.

    Backslashes are encoded too, which browsers would take for slashes (RFC 3986 §2).
    """
    return _needs_escape(_escaped, _surrogate("\ufffd", url))


def in_link(url: str) -> str:
    """A URL as it stands between `<` and `>` in a Link header (RFC 8288 §3)."""
    return _breaks_link(_escaped, _surrogate("\ufffd", url))


def _escaped(found: re.Match[str]) -> str:
    """The percent escapes of the characters' UTF-8."""
    return quote(found[0], safe="")
