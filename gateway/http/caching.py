"""What caches are told of an answer (RFC 9111 §5.2.2)."""

from __future__ import annotations

from gateway.http.response import Response

YEAR = 31_536_000
_ALONE = frozenset({"private", "no-store"})
_FOR_ALL = frozenset({"public", "s-maxage"})


def cache_control(max_age: float, *, immutable: bool = False) -> str:
    """The Cache-Control value for an age in seconds, a year at most."""
    return f"public, max-age={max(0, min(int(max_age), YEAR))}{', immutable' if immutable else ''}"


def make_private(response: Response) -> None:
    """Let what a cache might store be stored by the visitor's own browser only."""
    told = [part.strip() for part in ",".join(response.headers.getlist("Cache-Control")).split(",")]
    named = {part.partition("=")[0].lower(): part for part in told if part}
    if named and named.keys().isdisjoint(_ALONE):
        kept = [part for name, part in named.items() if name not in _FOR_ALL]
        response.headers["Cache-Control"] = ", ".join(["private", *kept])
