"""Errors of HTTP that carry what an answer to them needs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Self

from werkzeug.exceptions import HTTPException, Unauthorized, default_exceptions

from gateway.http.fields import Fields
from gateway.http.status import status_line

STATUSES = range(400, 600)


class HTTPError(HTTPException):
    """An error that is meant for the client: raise it, and the `errors:` rules of the route answer.

    `status` is 400 to 599, `message` is for the client (a 5xx shows it as far as `error_detail` allows),
    `type` a word that programs can act on, `headers` are added to the answer, and what else is given becomes
    attributes, for the handlers of `errors:`. One of a status that Werkzeug has a class for is also of that
    class, so a rule for `NotFound` or for 404 fits both.

        raise HTTPError(409, "This name is taken.", type="name.taken", name=name)

    Raise ValueError at once for another status, or a header that HTTP cannot carry.
    """

    type: str | None = None

    def __new__(cls, status: int = 500, *_args: Any, **_given: Any) -> Self:
        """An error of Werkzeug's class for the status as well, unless it is a class of its author's."""
        return super().__new__(_KINDS.get(status, cls) if cls is HTTPError else cls)  # type: ignore[return-value]

    def __init__(
        self,
        status: int,
        message: str | None = None,
        *,
        type: str | None = None,  # noqa: A002  (Express's word, and the answer's)
        headers: Mapping[str, str] | Iterable[tuple[str, str]] | None = None,
        **details: Any,
    ) -> None:
        """Check the status and the headers now, where the traceback still shows who gave them."""
        if not isinstance(status, int) or status not in STATUSES:
            raise ValueError(f"{status!r} is not the status of an error; it must be from 400 to 599")
        super().__init__(description=message)
        self.code, self.type = status, type
        self._headers = Fields(headers)
        self.__dict__.update(details)

    @property
    def name(self) -> str:
        """The words of its status, as they stand in the status line."""
        return status_line(self.code or 500)[4:]

    def get_headers(self, environ: Any = None, scope: Any = None) -> list[tuple[str, str]]:
        """The headers of the error itself, then those it was given."""
        return [*super().get_headers(environ, scope), *self._headers]


class NotLoggedInError(HTTPError, Unauthorized):
    """401 for who has to log in first; `login` is the address where, None if the service does not say."""

    def __init__(self, message: str, *, challenge: str, login: str | None = None) -> None:
        """Take what a client is told, and the challenge that every 401 has (RFC 9110 §15.5.2)."""
        super().__init__(401, message, type="login.required", headers={"WWW-Authenticate": challenge})
        self.login = login


_KINDS: dict[int, type[HTTPError]] = {
    status: type(kind.__name__, (HTTPError, kind), {"__doc__": kind.__doc__})
    for status, kind in default_exceptions.items()
}
