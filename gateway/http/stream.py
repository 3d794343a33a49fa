"""A body that is sent as it comes: in bytes, closed whether it is read or not."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, islice


class Stream:
    """Chunks of text or bytes as bytes; an exit in the middle of them ends this answer, not the worker."""

    __slots__ = ("_chunks", "_first", "_rest")

    def __init__(self, chunks: Iterable[str | bytes]) -> None:
        """Take over the chunks; none is read yet."""
        self._chunks = self._rest = chunks
        self._first: list[str | bytes] = []

    @classmethod
    def begun(cls, chunks: Iterable[str | bytes], before: Sequence[bytes] = ()) -> Stream:
        """A stream whose first chunk is made now, while an error can still become an answer of its own.

        What is `before` it is known already.
        """
        stream = cls(chunks)
        try:
            stream._rest = iter(chunks)
            stream._first = [*islice(stream._rest, 1)]
            stream._first[:0] = before
        except BaseException:
            stream.close()
            raise
        return stream

    def __iter__(self) -> Iterator[bytes]:
        """Each chunk when it is asked for; raise RuntimeError instead of SystemExit."""
        try:
            for chunk in chain(self._first, self._rest):
                yield chunk.encode() if isinstance(chunk, str) else chunk
        except (SystemExit, KeyboardInterrupt) as error:
            raise RuntimeError(f"{type(error).__name__} while the answer was streamed") from error

    def close(self) -> None:
        """Close the chunks, if they can be; raise RuntimeError instead of SystemExit."""
        close = getattr(self._chunks, "close", None)
        try:
            if close is not None:
                close()
        except (SystemExit, KeyboardInterrupt) as error:
            raise RuntimeError(f"{type(error).__name__} while the answer was closed") from error
