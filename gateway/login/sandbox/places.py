"""Where the sandbox is, and where it may send a browser back to."""

from __future__ import annotations

import re
from urllib.parse import urlencode

from gateway.http.origin import origin
from gateway.http.request import Request
from gateway.login.addresses import SANDBOX_PATH

LONGEST = 500

# Python and browsers read what stands before an @ or behind a backslash differently: neither is taken.
_LOCAL = re.compile(
    r"https?://(?:127\.0\.0\.1|localhost|\[::1\])(?::\d{1,5})?(?:[/?][!\"$-\[\]-~]*)?",
    re.ASCII | re.IGNORECASE,
)


def public_url(request: Request) -> str:
    """The address people know this service by, without a slash at its end; else the one they asked for."""
    return (request.app.public_url or origin(request.scheme, request.host)).rstrip("/")


def issuer(request: Request) -> str:
    """The issuer identifier of the sandbox (OpenID Connect Discovery 1.0 §3)."""
    return public_url(request) + SANDBOX_PATH


def is_local(url: str) -> bool:
    """Whether an address leads to this machine, the only place a sandbox sends people."""
    return len(url) <= LONGEST and _LOCAL.fullmatch(url) is not None


def joined(url: str, **fields: str | None) -> str:
    """An address with fields added to its query, but for those that are None."""
    query = urlencode({name: value for name, value in fields.items() if value is not None})
    return url + ("&" if "?" in url else "?") + query if query else url
