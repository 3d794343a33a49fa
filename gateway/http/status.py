"""Statuses of HTTP and the phrases that stand for them."""

from __future__ import annotations

from http import HTTPStatus

# Python spells three as RFC 2616 did, and leaves one out.
_PHRASES = {
    413: "Payload Too Large",
    414: "URI Too Long",
    416: "Range Not Satisfiable",
    509: "Bandwidth Limit Exceeded",
}
STATUS_LINES = {
    status: f"{status} {phrase}"
    for status, phrase in ({each.value: each.phrase for each in HTTPStatus} | _PHRASES).items()
}
RESET = 205
BODILESS = frozenset({*range(100, 200), 204, RESET, 304})
"""The statuses whose answers have no body (RFC 9110 §6.4.1, §15.3.6)."""
_MAX_STATUS = 999


def status_line(status: int) -> str:
    """`404 Not Found`; raise ValueError for what is no whole number from 100 to 999 (RFC 9110 §15)."""
    line = STATUS_LINES.get(status)
    if line is None:
        if not isinstance(status, int) or not 100 <= status <= _MAX_STATUS:  # noqa: PLR2004
            raise ValueError(f"{status!r} is not an HTTP status; it must be a whole number from 100 to 999")
        return f"{status} Unknown"
    return line


def phrase(status: int) -> str:
    """`Not Found` for 404; the number itself for a status that has no name."""
    line = STATUS_LINES.get(status)
    return str(status) if line is None else line[4:]
