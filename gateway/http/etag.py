"""The entity tag of an answer, and whether the client has that answer already (RFC 9110 §8.8.3, §13.1)."""

from __future__ import annotations

import logging
import re
from collections.abc import Callable
from hashlib import blake2s
from typing import TYPE_CHECKING, Any
from zlib import crc32

from werkzeug.datastructures import Headers
from werkzeug.http import parse_date

from gateway.http import conditional

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment

Tag = Callable[[bytes], str | None]
"""What makes an entity tag of a body, quotes included; None for no tag."""
TAGGED = frozenset({"ETag", "Etag", "etag", "ETAG"})
_is_tag = re.compile(r'(?:W/)?"[!#-~]*"').fullmatch
_log = logging.getLogger("gateway.errors")
CONDITIONS = ("HTTP_IF_NONE_MATCH", "HTTP_IF_MODIFIED_SINCE")


def strong(body: bytes) -> str:
    """A tag that says: the same bytes."""
    return f'"{len(body):x}-{blake2s(body, digest_size=16).hexdigest()}"'


def weak(body: bytes) -> str:
    """A tag that says: the same content, however it is coded on its way.

    It is of the length and 32 bits, which a change leaves as they were once in four thousand million times;
    most answers are marked so, and a longer digest would cost as much as finding the route.
    """
    return f'W/"{len(body)}-{crc32(body)}"'


TAGS: dict[str, Tag | None] = {"weak": weak, "strong": strong, "none": None}


def checked(make: Callable[[bytes], Any], name: str) -> Tag:
    """A tag function of the author's; one without quotes gets them, and a false result is no tag.

    What fails, or is no entity tag, is logged and the answer goes out without: it is good by itself.
    """

    def tag(body: bytes) -> str | None:
        """The tag as it is sent; None after logging why there is none."""
        try:
            made = make(body)
            return quoted(made) if made else None
        except Exception:  # noqa: BLE001  (whatever the author's function raises)
            _log.exception("%s made no entity tag", name)
            return None

    return tag


def quoted(made: str) -> str:
    """An entity tag in its quotes; raise ValueError for what is none (RFC 9110 §8.8.3)."""
    tag = made if made.endswith('"') else f'"{made}"'
    if not _is_tag(tag):
        raise ValueError(f"{made!r} is not an entity tag")
    return tag


def is_fresh(environ: WSGIEnvironment, headers: Headers) -> bool:
    """Whether the client holds this very answer: of tag and date, the tag decides (RFC 9110 §13.2.2).

    What the request says of caches (`Cache-Control: no-cache`) is for caches, not for us.
    """
    asked = {name: environ[name] for name in CONDITIONS if name in environ}
    changed = parse_date(headers.get("Last-Modified"))
    modified = None if changed is None else int(changed.timestamp())
    outcome = conditional.evaluate(asked | {"REQUEST_METHOD": "GET"}, headers.get("ETag"), modified)
    return outcome == conditional.NOT_MODIFIED
