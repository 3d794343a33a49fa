"""What is read from the query and the body of a request before its handler runs."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from werkzeug.datastructures import MultiDict
from werkzeug.exceptions import BadRequest

from gateway.http import body
from gateway.http.request import Request


class Query(Protocol):
    """The declared query parameters of a route."""

    def read(self, query: MultiDict[str, str]) -> Mapping[str, Any]:
        """Their values; raise BadRequest."""


class Schema(Protocol):
    """A JSON Schema, compiled."""

    def check(self, value: Any) -> None:
        """Raise BadRequest naming what does not fit."""


@dataclass(frozen=True, slots=True, kw_only=True)
class QueryArguments:
    """A handler that takes declared query parameters as arguments."""

    handler: Callable[..., Any]
    query: Query
    names: frozenset[str]

    def __call__(self, request: Request, **params: Any) -> Any:
        """The handler's result; raise BadRequest for a query that does not fit."""
        values = self.query.read(request.query)
        return self.handler(request, **params, **{name: values[name] for name in self.names & values.keys()})


@dataclass(frozen=True, slots=True, kw_only=True)
class ParsedBody:
    """A handler whose request's `body` is parsed, and checked, before it runs."""

    handler: Callable[..., Any]
    parse: Callable[[Request], Any]
    required: bool = False
    schema: Schema | None = None

    def __call__(self, request: Request, **params: Any) -> Any:
        """The handler's result; raise BadRequest or UnsupportedMediaType for a body that does not fit."""
        if request.data:
            request.body = self.parse(request)
            if self.schema is not None:
                self.schema.check(request.body)
        elif self.required:
            raise BadRequest("this request needs a body")
        return self.handler(request, **params)


def _json(request: Request) -> Any:
    """The value of a JSON body."""
    return request.json


def _form(request: Request) -> Any:
    """The fields of a form; raise UnsupportedMediaType for any other body."""
    body.require_type(request.environ.get("CONTENT_TYPE", ""), "form")
    return request.form


def _text(request: Request) -> str:
    """The text of a `text/*` body in its charset, UTF-8 if it names none."""
    body.require_type(request.environ.get("CONTENT_TYPE", ""), "text")
    return body.text(request.data, request.mimetype_params.get("charset", "utf-8"))


def _bytes(request: Request) -> bytes:
    """The body as it came, whatever its type."""
    return request.data


PARSERS: dict[str, Callable[[Request], Any]] = {"json": _json, "form": _form, "text": _text, "bytes": _bytes}
