"""Cookies read from a request and written to a response (RFC 6265)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import quote, unquote

from werkzeug.http import http_date

MAX_COOKIES = 200
MAX_SIZE = 4096
MAX_ATTRIBUTE = 1024
VALUE_SAFE = "!#$&'()*+-./:<=>?@[]^_`{|}~"
SAME_SITE = {"lax": "Lax", "strict": "Strict", "none": "None"}
PRIORITY = {"low": "Low", "medium": "Medium", "high": "High"}

_plain = re.compile(r"[!#-$&-+\--:<-\[\]-~]*").fullmatch
_token = re.compile(r"[!#-'*+\-.^_`|~0-9A-Za-z]+").fullmatch
_path = re.compile(r"/[!-:<-~]*").fullmatch
_domain = re.compile(r"(?!-)[a-z0-9-]+(?<!-)(\.(?!-)[a-z0-9-]+(?<!-))*", re.IGNORECASE | re.ASCII).fullmatch
_bad_escape = re.compile(r"%(?![0-9A-Fa-f]{2})").search


def parse(header: str) -> dict[str, str]:
    """The cookies of a Cookie header: of one name the first, percent-decoded, of the first 200.

    Quotes round a value are taken off; a value with malformed escapes stays as it is.
    """
    if not header.isascii():
        header = header.encode("latin-1", "replace").decode(errors="replace")
    found = {}
    for pair in header.split(";", MAX_COOKIES)[MAX_COOKIES - 1 :: -1]:
        name, equals, value = pair.strip().partition("=")
        if equals and name:
            found[name] = value
    if "%" in header or '"' in header:
        return {name: _read(value) for name, value in found.items()}
    return found


def _read(value: str) -> str:
    """A value without its quotes and with its escapes resolved."""
    if len(value) > 1 and value[0] == value[-1] == '"':
        value = value[1:-1]
    if _bad_escape(value):
        return value
    try:
        return unquote(value, errors="strict")
    except UnicodeDecodeError:
        return value


@dataclass(frozen=True, slots=True, kw_only=True)
class Attributes:
    """Where and how long a cookie holds; raise ValueError for what no browser should be sent."""

    max_age: float | None = None
    expires: datetime | float | None = None
    path: str | None = "/"
    domain: str | None = None
    http_only: bool = True
    secure: bool = False
    same_site: str | None = "lax"
    partitioned: bool = False
    priority: str | None = None

    def __post_init__(self) -> None:
        """Check each attribute by itself, then those that depend on each other."""
        if self.path is not None and not (_path(self.path) and len(self.path) <= MAX_ATTRIBUTE):
            raise ValueError("a cookie's path starts with / and holds printable ASCII without ;")
        if self.domain is not None and not (_domain(self.domain) and len(self.domain) <= MAX_ATTRIBUTE):
            raise ValueError("a cookie's domain is a host name such as example.org")
        if self.max_age is not None and not 0 <= self.max_age < float("inf"):
            raise ValueError("a cookie's max_age is a number of seconds, 0 or more")
        if self.same_site not in (*SAME_SITE, "unset", None):
            raise ValueError(f"a cookie's same_site is one of {[*SAME_SITE, 'unset']}")
        if self.priority not in (*PRIORITY, None):
            raise ValueError(f"a cookie's priority is one of {[*PRIORITY]}")
        if not self.secure and (self.partitioned or self.same_site == "none"):
            raise ValueError("a cookie that is partitioned or has same_site none must be secure")

    def __str__(self) -> str:
        """The attributes as they stand behind the value."""
        parts = (
            None if self.max_age is None else f"Max-Age={int(self.max_age)}",
            None if self.expires is None else f"Expires={_date(self.expires)}",
            self.path and f"Path={self.path}",
            self.domain and f"Domain={self.domain}",
            "HttpOnly" if self.http_only else None,
            "Secure" if self.secure else None,
            f"SameSite={SAME_SITE[self.same_site]}" if self.same_site in SAME_SITE else None,
            "Partitioned" if self.partitioned else None,
            f"Priority={PRIORITY[self.priority]}" if self.priority else None,
        )
        return "".join(f"; {part}" for part in parts if part)


def dump(name: str, value: str = "", **attributes: Any) -> str:
    """The Set-Cookie value of a cookie (RFC 6265 §4.1.1), percent-encoded where needed.

    The attributes are those of Attributes; raise ValueError over 4096 bytes or against a rule.
    """
    if not _token(name):
        raise ValueError("a cookie's name is letters, digits and any of !#$%&'*+-.^_`|~")
    held = Attributes(**attributes)
    _check_prefix(name.lower(), held)
    text = value if _plain(value) else quote(value, safe=VALUE_SAFE)
    if len(name) + len(text) > MAX_SIZE:
        raise ValueError(f"cookie {name} has {len(name) + len(text)} bytes, browsers keep {MAX_SIZE} at most")
    return f"{name}={text}{held}"


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
