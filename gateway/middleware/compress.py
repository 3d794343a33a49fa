"""Send answers smaller, in a coding that the client takes."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from importlib import import_module

from gateway.http.codings import Coder, Coding
from gateway.http.preferred_coding import preferred
from gateway.http.request import Request
from gateway.http.response import Response
from gateway.http.stream import Stream
from gateway.middleware.chain import Handler

_is_type = re.compile(r"[!#$&^_.+\w-]+/[!#$&^_.+\w-]*\*?|\*[+.\w/-]+", re.ASCII).fullmatch
_NEVER = frozenset({*range(100, 200), 204, 205, 206, 304})


@dataclass(frozen=True, slots=True, kw_only=True)
class Compress:
    """Compress what is text and at least `min_size` bytes long, if the client says that it takes that.

    Of the `encodings`, which stand in the order we prefer, the one that the client likes best is used; gzip
    needs nothing, br the package brotli and zstd the package backports.zstd. `types` are media types,
    `text/*` or `*+json`; `level` is gzip's, 1 to 9. Parts of a file, what is compressed already, and answers
    that say `no-transform` stay as they are. A stream goes out chunk by chunk as it comes. HEAD says what GET
    would.

    An answer that could have been compressed varies by Accept-Encoding; a strong entity tag becomes weak,
    since it stood for other bytes. A page that shows a secret beside something of the visitor's own choosing
    betrays that secret by its size (BREACH): leave such a route `without: [compress]`. The token of
    `csrf_field()` is masked anew on each page, so it betrays nothing.
    """

    min_size: int = 1024
    types: tuple[str, ...] = (
        "text/*", "*+json", "*+text", "*+xml", "application/javascript", "application/json",
        "application/x-ndjson", "application/xml",
    )  # fmt: skip
    encodings: tuple[str, ...] = ("gzip",)
    level: int = 6
    _codings: dict[str, Coding] = field(init=False, repr=False, default_factory=dict)
    _is_text: Callable[[str], bool] = field(init=False, repr=False, compare=False, default=bool)

    def __post_init__(self) -> None:
        """Import the codings that are named; raise ModuleNotFoundError for a package that is not there.

        Raise ValueError for what is no media type.
        """
        for each in self.types:
            if not _is_type(each):
                raise ValueError(f"{each!r} is no media type such as text/csv, text/* or *+json")
        for name in self.encodings:
            self._codings[name] = import_module(f"gateway.http.codings.{name}")
        object.__setattr__(self, "_is_text", _matcher(self.types))

    def __call__(self, request: Request, call_next: Handler) -> Response:
        """The answer, compressed where that is possible, allowed and worth it."""
        response = call_next(request)
        headers = response.headers
        if response.status in _NEVER or "Content-Encoding" in headers:
            return response
        if not self._is_text(headers.get("Content-Type", "")) or _is_fixed(headers.get("Cache-Control", "")):
            return response
        response.vary("Accept-Encoding")
        name = preferred(request.environ.get("HTTP_ACCEPT_ENCODING", ""), self.encodings)
        if name is not None and self._is_long(response):
            self._compress(response, name)
        return response

    def _is_long(self, response: Response) -> bool:
        """Whether there is enough to be compressed; a stream of unknown length is taken to have enough."""
        if isinstance(response.body, bytes):
            return len(response.body) >= max(self.min_size, 1)
        declared = response.headers.get("Content-Length", type=int)
        return declared is None or declared >= self.min_size

    def _compress(self, response: Response, name: str) -> None:
        """Put the compressed body in the place of the other, and say so."""
        coding, headers = self._codings[name], response.headers
        if isinstance(response.body, bytes):
            response.body = coding.whole(response.body, self.level)
        else:
            response.body = _Compressed(response.body, lambda: coding.begin(self.level))
        headers["Content-Encoding"] = name
        headers.remove("Content-Length")
        headers.remove("Accept-Ranges")
        tag = headers.get("ETag")
        if tag is not None and not tag.startswith("W/"):
            headers["ETag"] = f"W/{tag}"


class _Compressed:
    """A body that is compressed chunk by chunk as it comes."""

    __slots__ = ("_begin", "_stream")

    def __init__(self, chunks: Iterable[bytes], begin: Callable[[], Coder]) -> None:
        """Take over the chunks; none is read yet."""
        self._stream = chunks if isinstance(chunks, Stream) else Stream(chunks)
        self._begin = begin

    def __iter__(self) -> Iterator[bytes]:
        """Each chunk, ready to be read by the client when it is there."""
        coder = self._begin()
        for chunk in self._stream:
            if chunk:
                yield coder.chunk(chunk)
        yield coder.end()

    def close(self) -> None:
        """Close what the chunks come from."""
        self._stream.close()


def _matcher(types: tuple[str, ...]) -> Callable[[str], bool]:
    """Whether a Content-Type is one of some types, some of which hold a star."""
    exact = frozenset(each for each in types if "*" not in each)
    starts = tuple(each[:-1] for each in types if each.endswith("*"))
    ends = tuple(each[1:] for each in types if each.startswith("*"))

    @lru_cache(maxsize=128)
    def is_one(content_type: str) -> bool:
        """Whether it is, whatever its parameters say."""
        name = content_type.partition(";")[0].strip().lower()
        return name in exact or name.startswith(starts) or name.endswith(ends)

    return is_one


def _is_fixed(caching: str) -> bool:
    """Whether an answer may not be changed on its way (RFC 9111 §5.2.2.6)."""
    return "no-transform" in caching.lower()
