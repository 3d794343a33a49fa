"""Short ways to answer: with a status alone, or to refuse."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NoReturn

from gateway.http.errors import STATUSES, HTTPError
from gateway.http.response import Response
from gateway.http.status import phrase


def send_status(status: int) -> Response:
    """A response that says its status in words, as plain text; the number for one that has none.

        return send_status(404)

    Raise ValueError for what is no status from 100 to 999.
    """
    return Response.text(phrase(status), status)


def abort(
    status: int,
    message: str | None = None,
    *,
    type: str | None = None,  # noqa: A002  (HTTPError's word)
    headers: Mapping[str, str] | None = None,
) -> NoReturn:
    """Raise the HTTP error of that status, 400 to 599; see HTTPError.

    The `errors:` rules of the route answer it, else the built-in page. The message is for the client: a 4xx
    shows it, a 5xx only as far as `error_detail` allows.

        abort(404, "There is no such order.")
        abort(503, headers={"Retry-After": "120"})

    Raise LookupError for what is no error status, ValueError for a header that HTTP cannot carry.
    """
    if status not in STATUSES:
        raise LookupError(f"{status} is no HTTP error; it must be from 400 to 599")
    raise HTTPError(status, message, type=type, headers=headers)
