"""What a request says of the answer it wants, and of the body it brings."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, Protocol

from werkzeug.datastructures import Headers

from gateway.http import content_type, etag, negotiation, spans
from gateway.http.app import App
from gateway.http.fields import environ_name

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment

READING = frozenset({"GET", "HEAD", "QUERY"})
REFERRERS = frozenset({"HTTP_REFERRER", "HTTP_REFERER"})


class Answer(Protocol):
    """What of a response tells whether the client has it already."""

    @property
    def status(self) -> int:
        """Its status."""

    @property
    def headers(self) -> Headers:
        """Its headers, ETag and Last-Modified among them."""


class Asked:
    """The part of a request that reads what headers ask for."""

    environ: WSGIEnvironment
    app: App
    method: str

    def get(self, name: str, default: str | None = None) -> str | None:
        """A header's value by its name in any case, several of one name joined; else the default.

        Referer is had by the name Referrer as well.
        """
        key = environ_name(name)
        found = self.environ.get(key)
        if key in REFERRERS:
            found = self.environ.get("HTTP_REFERRER") or self.environ.get("HTTP_REFERER")
        return default if found is None else found

    def accepts(self, *offers: str) -> str | list[str] | Literal[False]:
        """The offer the client prefers, as it was given; False if it takes none (RFC 9110 §12.5.1).

        Offers are extensions or media types; where all are alike to the client, the first is chosen. Without
        offers it is the list of what the client says it takes, best first.

            if request.accepts("html", "json") == "json":
                return {"orders": orders}
        """
        accept = self.environ.get("HTTP_ACCEPT")
        return negotiation.best(accept, offers) or False if offers else negotiation.media_types(accept)

    def accepts_encodings(self, *offers: str) -> str | list[str] | Literal[False]:
        """The same for content codings as `gzip` and `br`; `identity` is taken unless it is excluded."""
        return _chosen(negotiation.encodings(self.environ.get("HTTP_ACCEPT_ENCODING"), offers), offers)

    def accepts_charsets(self, *offers: str) -> str | list[str] | Literal[False]:
        """The same for charsets, which clients hardly name any more."""
        return _chosen(negotiation.charsets(self.environ.get("HTTP_ACCEPT_CHARSET"), offers), offers)

    def accepts_languages(self, *offers: str) -> str | list[str] | Literal[False]:
        """The same for languages; `en` is taken by who asks for `en-GB`, and the other way round."""
        return _chosen(negotiation.languages(self.environ.get("HTTP_ACCEPT_LANGUAGE"), offers), offers)

    def is_type(self, *kinds: str) -> str | Literal[False] | None:
        """The first kind that the body's type is of, as given; False if of none, None without a body.

            if request.is_type("json", "image/*") == "json":

        A kind is an extension, a type, a range as `image/*`, a suffix as `+json`, or one of `urlencoded` and
        `multipart`. For one that stands for many types it is the body's own type; so it is without kinds. A
        name of `settings.predicates` is a kind as well, of whatever its function says yes to.
        """
        predicates = self.app.predicates
        named = [kind for kind in kinds if kind in predicates]
        found = next((kind for kind in named if predicates[kind](self)), None)
        if found is not None or (named and len(named) == len(kinds)):
            return found or False
        if not self.environ.get("CONTENT_LENGTH") and "HTTP_TRANSFER_ENCODING" not in self.environ:
            return None
        sent = self.environ.get("CONTENT_TYPE", "")
        return content_type.of_kinds(sent, kinds or ("*/*",)) or False

    @property
    def is_xhr(self) -> bool:
        """Whether a script says that it asks, by X-Requested-With: XMLHttpRequest."""
        said: str = self.environ.get("HTTP_X_REQUESTED_WITH", "")
        return said.lower() == "xmlhttprequest"

    def range(self, size: int, combine: bool = False) -> spans.Spans | int | None:  # noqa: FBT001, FBT002
        """The spans that Range asks for of something of `size` units (RFC 9110 §14.2); None without Range.

            match request.range(len(rows)):
                case [Span(start, end)] as spans if spans.type == "rows": ...

        It is -1 if there is nothing there, -2 if the header is malformed. `combine` makes one of spans that
        overlap or touch.
        """
        header = self.environ.get("HTTP_RANGE")
        return spans.parse(header, size, combine=combine) if header else None

    def is_fresh(self, response: Answer) -> bool:
        """Whether the client holds this answer already, so that 304 would do (RFC 9110 §13.1).

        Only GET, HEAD and QUERY with a 2xx or 304 can be; ETag and Last-Modified are compared.
        """
        is_answer = 200 <= response.status < 300 or response.status == 304  # noqa: PLR2004
        return self.method in READING and is_answer and etag.is_fresh(self.environ, response.headers)


def _chosen(best: list[str], offers: tuple[str, ...]) -> str | list[str] | Literal[False]:
    """The best of the offers that are taken, False if none is; all that is taken if nothing was offered."""
    return next(iter(best), False) if offers else best
