"""Ways to compress a body, one module for each content coding, by its name (RFC 9110 §8.4.1)."""

from __future__ import annotations

from typing import Protocol


class Coder(Protocol):
    """Compresses one body as it comes; what `chunk` gives can be read without waiting for more."""

    def chunk(self, data: bytes) -> bytes:
        """A part of the body, compressed, with nothing held back."""

    def end(self) -> bytes:
        """What closes the body."""


class Coding(Protocol):
    """A module of this package."""

    def whole(self, data: bytes, level: int) -> bytes:
        """A body that is there at once, compressed; the same bytes for the same body."""

    def begin(self, level: int) -> Coder:
        """What compresses a body that comes in parts."""
