"""The coding `zstd` (RFC 8878), by Python's own module or, before 3.14, by the package backports.zstd."""

from __future__ import annotations

import sys
from importlib import import_module
from typing import Any

_zstd: Any = import_module("compression.zstd" if sys.version_info >= (3, 14) else "backports.zstd")
_LEVEL = 3  # its window is 2 MiB; clients need take no more than 8 (RFC 9659 §3)


class Coder:
    """Compresses one body as it comes."""

    __slots__ = ("_compressor",)

    def __init__(self, _level: int) -> None:
        """Begin a body."""
        self._compressor = _zstd.ZstdCompressor(level=_LEVEL)

    def chunk(self, data: bytes) -> bytes:
        """A part of the body, compressed, with nothing held back."""
        compressed: bytes = self._compressor.compress(data, _zstd.ZstdCompressor.FLUSH_BLOCK)
        return compressed

    def end(self) -> bytes:
        """What closes the body."""
        closing: bytes = self._compressor.flush()
        return closing


def whole(data: bytes, _level: int) -> bytes:
    """A body that is there at once, compressed."""
    compressed: bytes = _zstd.compress(data, _LEVEL)
    return compressed


begin = Coder
