"""The full content type that an extension, a file's name or a media type stands for."""

from __future__ import annotations

from gateway.http.media_types import BY_EXTENSION, OCTETS, of_file

_SCRIPTS = frozenset({"application/javascript", "application/x-javascript", "application/ecmascript"})


def content_type(name: str) -> str:
    """The type to be sent for an extension, a file's name or a media type.

    An extension or a name that nobody knows is application/octet-stream. Text and JavaScript have UTF-8 as
    charset unless they say another; JSON has none (RFC 8259 §11).
    """
    return BY_EXTENSION.get(name) or (with_charset(name) if "/" in name else of_file(f"x.{name}"))


def known_type(name: str) -> str:
    """As `content_type`; raise ValueError for an extension that nobody knows, as a mistyped one is."""
    full = content_type(name)
    if full == OCTETS and "/" not in name and name.lstrip(".").lower() not in BY_EXTENSION:
        raise ValueError(
            f"{name!r} is not a content type; write an extension such as html or a type such as text/html"
        )
    return full


def with_charset(media_type: str) -> str:
    """A media type with the charset of text, if it is text and names none."""
    lower = media_type.lower()
    if "charset" in lower or not (lower.startswith("text/") or lower.partition(";")[0].strip() in _SCRIPTS):
        return media_type
    return f"{media_type}; charset=utf-8"
