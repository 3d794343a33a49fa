"""The coding `gzip`, which every client takes (RFC 1952)."""

from __future__ import annotations

import zlib

_WITH_GZIP_HEADER = 31


class Coder:
    """Compresses one body as it comes."""

    __slots__ = ("_deflate",)

    def __init__(self, level: int) -> None:
        """Begin a body; 1 is the fastest level, 9 the smallest."""
        self._deflate = zlib.compressobj(level, zlib.DEFLATED, _WITH_GZIP_HEADER)

    def chunk(self, data: bytes) -> bytes:
        """A part of the body, compressed, with nothing held back."""
        return self._deflate.compress(data) + self._deflate.flush(zlib.Z_SYNC_FLUSH)

    def end(self) -> bytes:
        """What closes the body."""
        return self._deflate.flush()


def whole(data: bytes, level: int) -> bytes:
    """A body that is there at once, compressed; no time stands in it."""
    return zlib.compress(data, level, _WITH_GZIP_HEADER)


begin = Coder
