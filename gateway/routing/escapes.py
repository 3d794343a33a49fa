"""Percent-encoding in paths, with an encoded slash kept apart from a separator (RFC 3986 section 2)."""

from __future__ import annotations

import re
from urllib.parse import quote, unquote

# A lone surrogate never comes out of valid UTF-8, so it can stand for %2F in decoded text.
SLASH = "\udc2f"

_BROKEN = re.compile(r"%(?![0-9A-Fa-f]{2})")
_TEXT_SAFE = "/:@!$&'()*+,;=~"


class MalformedEscape(ValueError):  # noqa: N818  # it is the path's fault, not ours
    """A path holds a `%` without two hexadecimal digits, or escapes that are not UTF-8."""


def decoded(raw: str) -> str:
    """The text of a path as sent, encoded slashes standing as SLASH; raise MalformedEscape."""
    broken = _BROKEN.search(raw)
    if broken is not None:
        raise MalformedEscape(f"malformed escape at offset {broken.start()} of the path")
    try:
        return unquote(raw.replace("%2F", SLASH).replace("%2f", SLASH), errors="strict")
    except UnicodeDecodeError as error:
        raise MalformedEscape("the path's escapes are not UTF-8") from error


def with_slashes(text: str) -> str:
    """Decoded text for a handler: SLASH is a slash again."""
    return text.replace(SLASH, "/")


def encoded_text(text: str) -> str:
    """A literal part of a path, percent-encoded; separators stay."""
    return "%2F".join(quote(part, safe=_TEXT_SAFE) for part in text.split(SLASH))


def encoded_value(value: str) -> str:
    """A parameter's value, percent-encoded; its slashes are no separators."""
    return quote(value, safe="")


def harmless(raw: str) -> str:
    """A path as sent that is safe in Location: escapes kept, one leading slash, nothing browsers rewrite."""
    return "/" + quote(raw.lstrip("/"), safe=_TEXT_SAFE + "%")
