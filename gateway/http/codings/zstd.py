"""The coding `zstd` (RFC 8878), by the package backports.zstd."""

from __future__ import annotations

from backports import zstd

_LEVEL = 3  # its window is 2 MiB; clients need take no more than 8 (RFC 9659 §3)


class Coder:
    """Compresses one body as it comes."""

    __slots__ = ("_compressor",)

    def __init__(self, _level: int) -> None:
        """Begin a body."""
        self._compressor = zstd.ZstdCompressor(level=_LEVEL)

    def chunk(self, data: bytes) -> bytes:
        """A part of the body, compressed, with nothing held back."""
        return self._compressor.compress(data, zstd.ZstdCompressor.FLUSH_BLOCK)

    def end(self) -> bytes:
        """What closes the body."""
        return self._compressor.flush()


def whole(data: bytes, _level: int) -> bytes:
    """A body that is there at once, compressed."""
    return zstd.compress(data, _LEVEL)


begin = Coder
