"""Whether a content type is one of several kinds, as `json`, `image/*` or `+xml`."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Literal

from gateway.http.media_types import BY_EXTENSION

SHORT = {"urlencoded": "application/x-www-form-urlencoded", "multipart": "multipart/*"}

_is_type = re.compile(
    r"[A-Za-z0-9][A-Za-z0-9!#$&^_-]{0,126}/[A-Za-z0-9][A-Za-z0-9!#$&^_.+-]{0,126}"
).fullmatch


def matched(content_type: str, kinds: Iterable[str]) -> str | Literal[False]:
    """The first kind that a content type is of, as given; the type itself for a kind with `*` or `+`.

        matched("application/json; charset=utf-8", ["html", "json"]) == "json"
        matched("image/png", ["image/*"]) == "image/png"

    A kind is a full type, an extension, `urlencoded`, `multipart`, a type with `*`, or a suffix as `+json`.
    Without kinds it is the type without its parameters; False if no kind fits or the type is malformed.
    """
    sent = content_type.partition(";")[0].strip(" \t").lower()
    if not _is_type(sent):
        return False
    asked = list(kinds)
    if not asked:
        return sent
    for kind in asked:
        if _covers(pattern(kind), sent):
            return sent if kind.startswith("+") or "*" in kind else kind
    return False


def pattern(kind: str) -> str:
    """The media type, perhaps with `*`, that a kind stands for; empty for an extension nobody knows."""
    if kind.startswith("+"):
        return f"*/*{kind}"
    if "/" in kind or kind in SHORT:
        return SHORT.get(kind, kind)
    return BY_EXTENSION.get(kind.rpartition(".")[2].lower(), "").partition(";")[0]


def _covers(wanted: str, sent: str) -> bool:
    """Whether a type lies in a pattern, whose subtype may be `*` and a suffix."""
    main, _, sub = sent.partition("/")
    wanted_main, _, wanted_sub = wanted.partition("/")
    if wanted_main not in ("*", main):
        return False
    return sub.endswith(wanted_sub[1:]) if wanted_sub.startswith("*+") else wanted_sub in ("*", sub)
