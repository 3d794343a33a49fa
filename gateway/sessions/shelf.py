"""What a store on a server has to do: keep bytes under a key, and replace them only if nobody else did."""

from __future__ import annotations

from typing import NamedTuple, Protocol

from werkzeug.exceptions import ServiceUnavailable

from gateway.errors import SessionError

RETRY_AFTER = 5  # seconds, what a client is told
# Said without the address: where it is split at the wrong place, its password is what cannot be read.
NO_ADDRESS = (
    "session.{}.url is no address with {}; in a password, / # ? and @ are written %2F %23 %3F and %40"
)


class StoreDownError(SessionError, ServiceUnavailable):
    """A store cannot be reached; answers 503 where nobody catches it (RFC 9110 section 15.6.4)."""

    def __init__(self) -> None:
        """Say what a visitor may know."""
        said = "What is remembered of visitors cannot be reached just now. Try again in a moment."
        super().__init__(said, retry_after=RETRY_AFTER)


class Terms(NamedTuple):
    """Until when something is kept, in seconds since the epoch or None, and whose it is, if that matters.

    It may be somebody's, who is logged in, although it is not noted whose.
    """

    expires: float | None = None
    owner: str = ""
    is_somebodys: bool = False


class Shelf(Protocol):
    """Where a store on a server keeps bytes; one serves all threads and is as good after a fork.

    It may forget what expired. `errors` are what it raises when it cannot be reached, in bounded time.
    `place` tells it from others: shelves of the same place hold the same.
    """

    errors: tuple[type[Exception], ...]
    place: tuple[object, ...]

    def read(self, key: bytes) -> bytes | None:
        """What is kept under the key."""

    def swap(self, key: bytes, old: bytes | None, new: bytes | None, terms: Terms) -> bool:
        """Put `new` in the place of `old`, None being nothing; whether `old` was there and now is not."""

    def drop(self, key: bytes) -> bool:
        """Forget what is kept under the key, whatever it is; whether there was something."""

    def keys_of(self, owner: str) -> list[bytes]:
        """The keys of what was put there for an owner; what is under them may be gone by now."""
