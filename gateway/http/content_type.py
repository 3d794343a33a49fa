"""What the Content-Type of a request says: its media type, its parameters, and whether it is of a kind."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from gateway.http.errors import HTTPError
from gateway.http.media_types import BY_EXTENSION

_KINDS = {"urlencoded": "application/x-www-form-urlencoded", "multipart": "multipart/*"}
_well_formed = re.compile(r"[a-z0-9][a-z0-9!#$&^_-]{0,126}/[a-z0-9][a-z0-9!#$&^_.+-]{0,126}").fullmatch
_parameter = re.compile(r';([^;="]*)=[ \t]*(?:"((?:[^"\\]|\\.)*)"|(?!")([^;]*))').finditer


def media_type(header: str) -> str:
    """The media type a Content-Type names, lower case (RFC 9110 §8.3.1); empty if it is malformed."""
    found = header.partition(";")[0].strip(" \t").lower()
    return found if _well_formed(found) else ""


def parameter(header: str, name: str) -> str | None:
    """A parameter of a Content-Type, by its lower-case name, unquoted (RFC 9110 §5.6.6); the first counts."""
    for found in _parameter(header):
        if found[1].strip(" \t").lower() == name:
            return found[3].strip(" \t") if found[2] is None else re.sub(r"\\(.)", r"\1", found[2])
    return None


@lru_cache(maxsize=512)
def of_kinds(header: str, kinds: tuple[str, ...]) -> str | None:
    """Which of several kinds of media types a Content-Type is of; None if of none, or malformed.

    A kind is a type (`text/html`), a range (`text/*`, `*/*`, `application/*+json`), a suffix (`+json`), an
    extension (`html`), `urlencoded` or `multipart`. The first that fits is given back as it was written, or,
    if it stands for many types, the media type itself.
    """
    sent = media_type(header)
    for kind in kinds if sent else ():
        if _covers(written_out(kind), sent):
            return sent if kind.startswith("+") or "*" in kind else kind
    return None


def written_out(kind: str) -> str:
    """A kind as a media type or range; empty for an extension nobody knows."""
    if kind.startswith("+"):
        return f"*/*{kind}"
    if "/" in kind:
        return kind
    return _KINDS.get(kind) or BY_EXTENSION.get(kind.removeprefix("."), "").partition(";")[0]


def _covers(expected: str, sent: str) -> bool:
    """Whether a type or range covers a media type; `*+json` in a range is any subtype with that suffix."""
    main, _, sub = expected.partition("/")
    sent_main, _, sent_sub = sent.partition("/")
    if main not in {"*", sent_main}:
        return False
    if sub.startswith("*+"):
        return sent_sub.endswith(sub[1:])
    return sub in {"*", sent_sub}


def unsupported(kinds: Iterable[str], content_type: str) -> HTTPError:
    """The 415 for a body that is of none of these kinds; it says which are accepted (RFC 9110 §15.5.16)."""
    ranges = list(dict.fromkeys(filter(None, map(written_out, kinds))))
    return HTTPError(
        415,
        f"the body must be {' or '.join(ranges)}",
        type="media.type.unsupported",
        headers={"Accept": ", ".join(each for each in ranges if "*+" not in each)},
        received=media_type(content_type),
    )
