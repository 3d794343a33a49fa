"""What caches are told of an answer (RFC 9111 §5.2.2)."""

from __future__ import annotations

from gateway.http.response import Response

YEAR = 31_536_000


def cache_control(max_age: float, *, immutable: bool = False) -> str:
    """The Cache-Control value for an age in seconds, a year at most."""
    return f"public, max-age={max(0, min(int(max_age), YEAR))}{', immutable' if immutable else ''}"


def make_private(response: Response) -> None:
    """Let what every cache might store be stored by the visitor's own browser only."""
    told = response.headers.get("Cache-Control")
    if told is not None and "public" in told:
        response.headers["Cache-Control"] = told.replace("public", "private")
