"""What is read from the query and the body of a request before its handler runs."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from gateway.http.body import has_length, is_announced
from gateway.http.content_type import of_kinds, unsupported
from gateway.http.errors import HTTPError
from gateway.http.forms import Form, parse
from gateway.http.parsers import NO_BODY, Parser
from gateway.http.request import Request


class Query(Protocol):
    """The declared query parameters of a route."""

    def read(self, query: Mapping[str, Any]) -> Mapping[str, Any]:
        """Their values; raise BadRequest."""


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
class Reader:
    """The `body:` of a route: the first of its parsers that is for the type of a body makes `request.body`.

    `known` has the parsers of types that are written in full, with their `direct`, so that most requests need
    no comparing.
    """

    parsers: tuple[Parser, ...]
    required: bool = False
    known: Mapping[str, tuple[Parser, Callable[[bytes], Any] | None]] = field(default_factory=dict)

    def __call__(self, request: Request) -> Any:
        """The value of the body, None for a type no parser is for; raise HTTPError 400, 403, 413 or 415.

        It is kept in the request, with the name of the parser.
        """
        content_type = request.environ.get("CONTENT_TYPE", "")
        parser, direct = self.known.get(content_type) or (self._fitting(content_type), None)
        if direct is not None:
            value = direct(data) if (data := request.data) else NO_BODY
        else:
            value = NO_BODY if parser is None else parser.read(request, content_type)
        name = None if parser is None else parser.name
        if value is NO_BODY:
            value = self._without(request, parser, content_type)
            name = name if value is not None else None
        kept = request.__dict__
        kept["body"], kept["body_parser"], kept["body_reader"] = value, name, self
        return value

    def form(self, request: Request) -> Form:
        """The fields and files of the body under the limits of its parser, none if it is no form."""
        parser = self._fitting(request.environ.get("CONTENT_TYPE", ""))
        return parse(request) if parser is None else parser.form(request)

    def _fitting(self, content_type: str) -> Parser | None:
        """The first parser that is for this type."""
        return next((each for each in self.parsers if of_kinds(content_type, each.kinds)), None)

    def _without(self, request: Request, parser: Parser | None, content_type: str) -> Any:
        """The empty value if there is one, else None; raise HTTPError 415 or 400 if a body is required."""
        if not self.required:
            return parser.empty() if parser is not None and has_length(request.environ) else None
        if parser is None and is_announced(request.environ):
            raise unsupported([kind for each in self.parsers for kind in each.kinds], content_type)
        raise HTTPError(400, "this request needs a body", type="entity.missing")


@dataclass(frozen=True, slots=True, kw_only=True)
class ParsedBody:
    """A handler whose request's `body` is parsed, and checked, before it runs."""

    handler: Callable[..., Any]
    read: Reader

    def __call__(self, request: Request, **params: Any) -> Any:
        """The handler's result; raise HTTPError for a body that does not fit."""
        if request.body_reader is not self.read:
            self.read(request)
        return self.handler(request, **params)
