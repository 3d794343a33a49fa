"""Whether a request's conditions let the answer through (RFC 9110 §13)."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from werkzeug.http import http_date, parse_date

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment

_tags = re.compile(r'(?:W/)?"[^"\x00-\x20\x7f]*"').findall
date = lru_cache(maxsize=1024)(http_date)
NOT_MODIFIED, FAILED = 304, 412


def evaluate(environ: WSGIEnvironment, etag: str | None, modified: int | None) -> int:
    """200 to answer, 304 or 412, in the order of RFC 9110 §13.2.2.

    `etag` is an entity tag as it is sent, quotes included; `modified` a time stamp in whole seconds. A field
    without a value counts as absent.
    """
    reading = environ["REQUEST_METHOD"] in ("GET", "HEAD")
    if tags := environ.get("HTTP_IF_MATCH"):
        if not _is_listed(tags, etag, weak=False):
            return 412
    elif _is_after(modified, environ.get("HTTP_IF_UNMODIFIED_SINCE")):
        return 412
    if tags := environ.get("HTTP_IF_NONE_MATCH"):
        return 200 if not _is_listed(tags, etag, weak=True) else 304 if reading else 412
    since = environ.get("HTTP_IF_MODIFIED_SINCE") if reading else None
    return 304 if _is_not_after(modified, since) else 200


def is_range_wanted(environ: WSGIEnvironment, etag: str | None, modified: int | None) -> bool:
    """Whether If-Range lets a range through: the same strong tag, or exactly the same date (§13.1.5)."""
    given = environ.get("HTTP_IF_RANGE")
    if not given:
        return True
    if given.startswith(('"', "W/")):
        return given == etag and not given.startswith("W/")
    moment = seconds(given)
    return moment is not None and moment == modified


def _is_listed(tags: str, etag: str | None, *, weak: bool) -> bool:
    """Whether a list of entity tags, or `*`, holds this one by weak or strong comparison (§8.8.3.2)."""
    if tags.strip() == "*":
        return True
    if etag is None:
        return False
    if weak:
        return etag.removeprefix("W/") in (tag.removeprefix("W/") for tag in _tags(tags))
    return not etag.startswith("W/") and etag in _tags(tags)


def _is_after(modified: int | None, since: str | None) -> bool:
    """Whether the last change is known to be later than a date."""
    moment = seconds(since)
    return modified is not None and moment is not None and modified > moment


def _is_not_after(modified: int | None, since: str | None) -> bool:
    """Whether the last change is known not to be later than a date."""
    moment = seconds(since)
    return modified is not None and moment is not None and modified <= moment


def seconds(text: str | None) -> int | None:
    """The time stamp of an HTTP date, None if it is not one (then its field is ignored)."""
    try:
        moment = None if text is None else parse_date(text)
    except OverflowError:
        return None
    return None if moment is None else int(moment.timestamp())
