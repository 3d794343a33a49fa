"""The coding `br` (RFC 7932), by the package brotli."""

from __future__ import annotations

import brotli

_QUALITY = 4  # as fast as gzip, and smaller; 11, the package's own default, is for files made beforehand


class Coder:
    """Compresses one body as it comes."""

    __slots__ = ("_compressor",)

    def __init__(self, _level: int) -> None:
        """Begin a body."""
        self._compressor = brotli.Compressor(quality=_QUALITY)

    def chunk(self, data: bytes) -> bytes:
        """A part of the body, compressed, with nothing held back."""
        compressed: bytes = self._compressor.process(data) + self._compressor.flush()
        return compressed

    def end(self) -> bytes:
        """What closes the body."""
        closing: bytes = self._compressor.finish()
        return closing


def whole(data: bytes, _level: int) -> bytes:
    """A body that is there at once, compressed."""
    compressed: bytes = brotli.compress(data, quality=_QUALITY)
    return compressed


begin = Coder
