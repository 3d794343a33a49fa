"""Tell browsers what a page may do, unless its handler says otherwise."""

from __future__ import annotations

from dataclasses import dataclass, field
from operator import itemgetter

from gateway.http.request import Request
from gateway.http.response import Response
from gateway.middleware.chain import Handler

_Pairs = tuple[tuple[str, str], ...]
_NAME = itemgetter(0)


@dataclass(frozen=True, slots=True, kw_only=True)
class SecurityHeaders:
    """Add each header that the answer does not have yet; None leaves one out.

    All happens on the way out, to error pages too, and a handler's own header always wins. The policy lets a
    page load what is its own; what comes from elsewhere needs another `content_security_policy`.
    X-Content-Type-Options is always `nosniff`; Strict-Transport-Security goes out over https only (RFC 6797
    section 7.2).
    """

    content_security_policy: str | None = (
        "default-src 'self'; img-src 'self' data: https:; "
        "object-src 'none'; base-uri 'none'; frame-ancestors 'none'"
    )
    frame_options: str | None = "DENY"
    referrer_policy: str | None = "same-origin"
    strict_transport_security: str | None = "max-age=31536000"
    permissions_policy: str | None = "camera=(), geolocation=(), microphone=()"
    cross_origin_opener_policy: str | None = "same-origin"
    cross_origin_resource_policy: str | None = "same-origin"
    _plain: _Pairs = field(init=False, repr=False, default=())
    _secure: _Pairs = field(init=False, repr=False, default=())
    _names: frozenset[str] = field(init=False, repr=False, default=frozenset())

    def __post_init__(self) -> None:
        """Make the headers once, for http and for https; raise ValueError for what is not one line."""
        given = (
            ("Content-Security-Policy", self.content_security_policy),
            ("X-Frame-Options", self.frame_options),
            ("Referrer-Policy", self.referrer_policy),
            ("Permissions-Policy", self.permissions_policy),
            ("Cross-Origin-Opener-Policy", self.cross_origin_opener_policy),
            ("Cross-Origin-Resource-Policy", self.cross_origin_resource_policy),
            ("X-Content-Type-Options", "nosniff"),
            ("Strict-Transport-Security", self.strict_transport_security),
        )
        pairs = tuple((name, _checked(name, value)) for name, value in given if value is not None)
        object.__setattr__(self, "_secure", pairs)
        plain = tuple(pair for pair in pairs if pair[0] != "Strict-Transport-Security")
        object.__setattr__(self, "_plain", plain)
        object.__setattr__(self, "_names", frozenset(name.lower() for name, _ in pairs))

    def __call__(self, request: Request, call_next: Handler) -> Response:
        """The answer with those of our headers that it does not have."""
        response = call_next(request)
        app = request.app
        # Without a proxy to believe, the server's own word is a look-up and not a call.
        scheme = request.environ["wsgi.url_scheme"] if app.trusts is None else request.scheme
        ours = self._secure if app.is_public_secure or scheme == "https" else self._plain
        # Headers' own methods would search and check again for each of ours, at 10 times the price.
        pairs = response.headers._list  # noqa: SLF001
        given = self._names.intersection(map(str.lower, map(_NAME, pairs)))
        pairs.extend([pair for pair in ours if pair[0].lower() not in given] if given else ours)
        return response


def _checked(name: str, value: str) -> str:
    """The value; raise ValueError if it would break the header."""
    if not value.isprintable() or not value.isascii():
        raise ValueError(f"security_headers: the value of {name} is not one line of ASCII")
    return value
