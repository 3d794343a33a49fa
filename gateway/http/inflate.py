"""Bodies that are sent compressed, unpacked piece by piece and never beyond a limit."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterable, Iterator
from functools import cache, partial
from importlib import import_module
from typing import Any

from gateway.http.errors import HTTPError

PIECE = 65536
MAX_MEMBERS = 1000
"""Of one stream: each costs as much as a thousand bytes, and may hold none."""
_WINDOW_BITS = 23  # 8 MiB, the most a sender may ask for (RFC 9659)
_CM_DEFLATE = 8

Unpack = Callable[[Iterable[bytes]], Iterator[bytes]]


def codings(content_encoding: str) -> tuple[str, ...]:
    """The codings of a Content-Encoding, in the order they were applied (RFC 9110 §8.4); identity is none."""
    named = (name.strip(" \t") for name in content_encoding.lower().split(","))
    return tuple(name for name in named if name not in {"", "identity"})


def inflated(pieces: Iterable[bytes], applied: tuple[str, ...], limit: int) -> Iterator[bytes]:
    """The unpacked body, in pieces of at most 64 KiB; nothing if nothing was sent.

    Raise HTTPError 415 at once for a coding this installation does not know, and for one upon another, which
    multiply what a small body can cost; 413 as soon as there are more than `limit` bytes, 400 if the data is
    broken or cut off.
    """
    unpack = _unpacker(applied[0])
    if unpack is None or len(applied) > 1:
        raise unsupported(applied, accepted())
    return _limited(_checked(unpack, pieces), limit)


def unsupported(applied: tuple[str, ...], takes: tuple[str, ...]) -> HTTPError:
    """The 415 for codings that are not taken; it names those that are (RFC 9110 §12.5.3)."""
    named = ", ".join(takes) or "identity"
    return HTTPError(
        415,
        f"the content encoding of the body is not supported; accepted: {named}",
        type="encoding.unsupported",
        headers={"Accept-Encoding": named},
        encoding=", ".join(applied),
    )


def accepted() -> tuple[str, ...]:
    """The codings this installation can unpack: br and zstd need a package each."""
    return tuple(name for name in ("gzip", "deflate", "br", "zstd") if _unpacker(name) is not None)


@cache
def _package(*names: str) -> Any:
    """The first of several packages that is installed; None if none is."""
    for name in names:
        try:
            return import_module(name)
        except ImportError:
            continue
    return None


def _unpacker(name: str) -> Unpack | None:
    """What undoes a coding; None if nothing here can."""
    if name in {"gzip", "deflate"}:
        return _gunzip if name == "gzip" else _inflate
    if name == "br" and (package := _package("brotli")):
        return partial(_unbrotli, package)
    if name == "zstd" and (package := _package("compression.zstd", "backports.zstd")):
        return partial(_unzstd, package)
    return None


def _limited(pieces: Iterator[bytes], limit: int) -> Iterator[bytes]:
    """The pieces, as long as they have no more than `limit` bytes together."""
    received = 0
    for piece in pieces:
        received += len(piece)
        if received > limit:
            raise HTTPError(
                413,
                f"the body is larger than the {limit} bytes accepted, once it is unpacked",
                type="entity.too.large",
                limit=limit,
                received=received,
            )
        yield piece


def _checked(unpack: Unpack, pieces: Iterable[bytes]) -> Iterator[bytes]:
    """The pieces unpacked; what the packages raise becomes a 400."""
    try:
        yield from filter(None, unpack(pieces))
    except HTTPError:
        raise
    except Exception as error:  # each package has a class of its own for this
        raise _broken("is broken") from error


def _broken(fault: str) -> HTTPError:
    """The 400 for data that its coding does not allow."""
    return HTTPError(400, f"the compressed body {fault}", type="encoding.broken")


def _gunzip(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """Gzip (RFC 1952): members one after the other, and zeros behind the last."""
    decoder: Any = None
    members = _members(lambda: zlib.decompressobj(zlib.MAX_WBITS | 16))
    for sent in pieces:
        piece = sent
        while piece and (piece := piece if decoder else piece.lstrip(b"\0")):
            decoder = decoder or next(members)
            yield from _of_zlib(decoder, piece)
            piece, decoder = decoder.unused_data, None if decoder.eof else decoder
    _require_end(decoder is None)


def _inflate(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """Deflate: zlib's format (RFC 1950), or bare as some send it; what follows the end is left alone."""
    decoder: Any = None
    for piece in pieces:
        if decoder is None:
            bare = piece[0] & 0x0F != _CM_DEFLATE
            decoder = zlib.decompressobj(-zlib.MAX_WBITS if bare else zlib.MAX_WBITS)
        yield from () if decoder.eof else _of_zlib(decoder, piece)
    _require_end(decoder is None or decoder.eof)


def _of_zlib(decoder: Any, piece: bytes) -> Iterator[bytes]:
    """What zlib makes of a piece."""
    made = decoder.decompress(piece, PIECE)
    while made:
        yield made
        made = b"" if decoder.eof else decoder.decompress(decoder.unconsumed_tail, PIECE)


def _unbrotli(package: Any, pieces: Iterable[bytes]) -> Iterator[bytes]:
    """Brotli (RFC 7932); what follows the end is left alone."""
    decoder, begun = package.Decompressor(), False
    for piece in pieces:
        begun = True
        made = b"" if decoder.is_finished() else decoder.process(piece, output_buffer_limit=PIECE)
        while made or not decoder.can_accept_more_data():
            yield made
            made = decoder.process(b"", output_buffer_limit=PIECE)
    _require_end(not begun or decoder.is_finished())


def _unzstd(package: Any, pieces: Iterable[bytes]) -> Iterator[bytes]:
    """Zstandard (RFC 8878): frames one after the other."""
    bounds = {package.DecompressionParameter.window_log_max: _WINDOW_BITS}
    decoder: Any = None
    frames = _members(lambda: package.ZstdDecompressor(options=bounds))
    for sent in pieces:
        piece = sent
        while piece:
            decoder = decoder or next(frames)
            made = decoder.decompress(piece, PIECE)
            while made:
                yield made
                made = b"" if decoder.needs_input or decoder.eof else decoder.decompress(b"", PIECE)
            piece, decoder = (decoder.unused_data, None) if decoder.eof else (b"", decoder)
    _require_end(decoder is None)


def _members(decoder: Callable[[], Any]) -> Iterator[Any]:
    """A decoder for each member of a stream; raise HTTPError 400 for one too many."""
    for _ in range(MAX_MEMBERS):
        yield decoder()
    raise _broken(f"has more than {MAX_MEMBERS} members")


def _require_end(reached: bool) -> None:  # noqa: FBT001
    """Raise HTTPError 400 unless the data was whole."""
    if not reached:
        raise _broken("ends too early")
