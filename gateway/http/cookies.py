"""Cookies read from a request and written to a response (RFC 6265)."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from math import floor, isfinite
from time import time
from typing import Any
from urllib.parse import quote, unquote

from werkzeug.http import http_date

from gateway.http.ages import Age, in_seconds
from gateway.http.fields import is_token
from gateway.http.urls import is_badly_escaped

MAX_COOKIES = 200
MAX_SIZE = 4096
MAX_ATTRIBUTE = 1024
_SAFE = "!~*'()"
SAME_SITE = {"lax": "Lax", "strict": "Strict", "none": "None"}
PRIORITY = {"low": "Low", "medium": "Medium", "high": "High"}

_SAME: dict[object, str | None] = {True: "strict", False: None}

_plain = re.compile(r"[!'-*\-.0-9A-Z_a-z~]*").fullmatch
_value = re.compile(r'("?)[!#-+\--:<-\[\]-~]*\1').fullmatch
_path = re.compile(r"/[ -:=-~]*").fullmatch
_domain = re.compile(
    r"\.?(?!-)[a-z0-9-]+(?<!-)(\.(?!-)[a-z0-9-]+(?<!-))*", re.IGNORECASE | re.ASCII
).fullmatch


def parse(header: str) -> dict[str, str]:
    """The cookies of a Cookie header, in its order: of one name the first, percent-decoded, of the first 200.

    Quotes round a value are taken off; a value with malformed escapes stays as it is.
    """
    if not header.isascii():
        header = header.encode("latin-1", "replace").decode(errors="replace")
    found: dict[str, str] = {}
    for pair in header.split(";", MAX_COOKIES)[:MAX_COOKIES]:
        name, equals, value = pair.partition("=")
        name = name.strip(" \t")
        if equals and name not in found:
            found[name] = value.strip(" \t")
    if "%" in header or '"' in header:
        return {name: _read(value) for name, value in found.items()}
    return found


def _read(value: str) -> str:
    """A value without its quotes and with its escapes resolved."""
    if value[:1] == '"' == value[-1:]:
        value = value[1:-1]
    if is_badly_escaped(value):
        return value
    try:
        return unquote(value, errors="strict")
    except UnicodeDecodeError:
        return value


@dataclass(frozen=True, slots=True, kw_only=True)
class Attributes:
    """Where and how long a cookie holds; raise ValueError for what no browser should be sent.

    `max_age` is in seconds, 0 and less ends the cookie at once. An attribute that is None is not written.
    """

    max_age: float | None = None
    expires: datetime | float | None = None
    path: str | None = "/"
    domain: str | None = None
    http_only: bool = True
    secure: bool = False
    same_site: str | bool | None = "lax"
    partitioned: bool = False
    priority: str | None = None

    def __post_init__(self) -> None:
        """Check each attribute by itself, then those that depend on each other."""
        object.__setattr__(self, "same_site", _SAME.get(self.same_site, self.same_site))
        if self.path and not (_path(self.path) and len(self.path) <= MAX_ATTRIBUTE):
            raise ValueError("a cookie's path starts with / and holds printable ASCII without ;")
        if self.domain and not (_domain(self.domain) and len(self.domain) <= MAX_ATTRIBUTE):
            raise ValueError("a cookie's domain is a host name such as example.org")
        if self.max_age is not None and not isfinite(self.max_age):
            raise ValueError("a cookie's max_age is a number of seconds")
        if _lower(self.same_site) not in (*SAME_SITE, "unset", None):
            raise ValueError(f"a cookie's same_site is one of {[*SAME_SITE, 'unset']}")
        if _lower(self.priority) not in (*PRIORITY, None):
            raise ValueError(f"a cookie's priority is one of {[*PRIORITY]}")
        if not self.secure and (self.partitioned or _lower(self.same_site) == "none"):
            raise ValueError("a cookie that is partitioned or has same_site none must be secure")

    def __str__(self) -> str:
        """The attributes as they stand behind the value."""
        same_site = SAME_SITE.get(_lower(self.same_site) or "")
        parts = (
            None if self.max_age is None else f"Max-Age={floor(self.max_age)}",
            self.domain and f"Domain={self.domain}",
            self.path and f"Path={self.path}",
            None if self.expires is None else f"Expires={_date(self.expires)}",
            "HttpOnly" if self.http_only else None,
            "Secure" if self.secure else None,
            "Partitioned" if self.partitioned else None,
            self.priority and f"Priority={self.priority.capitalize()}",
            same_site and f"SameSite={same_site}",
        )
        return "".join(f"; {part}" for part in parts if part)


def dump(
    name: str,
    value: str = "",
    *,
    max_age: Age | None = None,
    encode: Callable[[str], str] | None = None,
    **attributes: Any,
) -> str:
    """The Set-Cookie value of a cookie (RFC 6265 §4.1.1), percent-encoded where needed, or by `encode`.

    The attributes are those of Attributes; `max_age` may be text such as `15m`, and says when it expires too,
    for clients that know no Max-Age. Raise ValueError over 4096 bytes or against a rule.
    """
    if not is_token(name):
        raise ValueError("a cookie's name is letters, digits and any of !#$%&'*+-.^_`|~")
    if max_age is not None:
        attributes["max_age"] = in_seconds(max_age, "a cookie's max_age")
        attributes["expires"] = time() + attributes["max_age"]
    held = Attributes(**attributes)
    _check_prefix(name.lower(), held)
    text = _encoded(value) if encode is None else encode(value)
    if not _value(text):
        raise ValueError(f"cookie {name} is encoded to what no cookie can hold")
    if len(name) + len(text) > MAX_SIZE:
        raise ValueError(f"cookie {name} has {len(name) + len(text)} bytes, browsers keep {MAX_SIZE} at most")
    return f"{name}={text}{held}"


def _encoded(value: str) -> str:
    """A value with all that is no letter, digit or mark percent-encoded, as JavaScript does and undoes it."""
    return value if _plain(value) else quote(value, safe=_SAFE)


def _lower(word: str | bool | None) -> str | None:  # noqa: FBT001  (what people write as same_site)
    """A word in small letters; none for None."""
    return word.lower() if isinstance(word, str) else None


def _check_prefix(name: str, held: Attributes) -> None:
    """Raise ValueError if a name promises what the attributes do not hold."""
    if name.startswith(("__secure-", "__host-")) and not held.secure:
        raise ValueError("a cookie named __Secure- or __Host- must be secure")
    if name.startswith("__host-") and (held.path != "/" or held.domain is not None):
        raise ValueError("a cookie named __Host- has the path / and no domain")


def _date(moment: datetime | float) -> str:
    """A time stamp in the form of RFC 9110 §5.6.7; raise ValueError if no calendar holds it."""
    try:
        return http_date(moment)
    except OverflowError as error:
        raise ValueError("a cookie's expires is outside the calendar") from error
