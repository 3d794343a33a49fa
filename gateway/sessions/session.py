"""The mapping a handler sees as `request.session`."""

from __future__ import annotations

from collections.abc import Collection, Iterator, MutableMapping
from typing import Any

import orjson

from gateway.errors import SessionError
from gateway.sessions.codec import Record

CSRF_KEY = "_csrf"
_JSON = "text, finite numbers, booleans, None, lists and dicts with text keys"
_OPTIONS = orjson.OPT_PASSTHROUGH_DATETIME | orjson.OPT_PASSTHROUGH_DATACLASS


class Session(MutableMapping[str, Any]):
    """What is remembered of one visitor: JSON values under text keys; times in seconds since the epoch.

        cart = request.session.setdefault("cart", [])
        cart.append(number)

    A change inside a value counts: what is written at the end of the request is compared with what was read.
    Values are text, finite numbers, booleans, None, lists and dicts with text keys; another, such as a tuple
    or a date, raises SessionError when it is written, which answers 500. A new session that stays empty sets
    no cookie.

    `created` is when it began, `stamped` when it was last written, `now` when it was opened, `read` the
    payload that came with it, `is_new` whether it began with this request, `is_presented` whether any cookie
    of its name came, readable or not.
    """

    __slots__ = ("_values", "created", "is_new", "is_presented", "is_touched", "now", "read", "stamped")

    def __init__(
        self, values: dict[str, Any], record: Record | None = None, *, now: float, is_presented: bool = False
    ) -> None:
        """Begin a session now or go on with that of a `record`, written anew if an old key signed it."""
        self._values = values
        self.now = now
        self.is_presented = is_presented
        self.is_touched = False
        self.created: float
        self.stamped: float
        if record is None:
            self._start(b"{}")
        else:
            self.read, self.created, self.stamped, is_current = record
            self.is_new = False
            self.is_touched = not is_current

    @property
    def is_changed(self) -> bool:
        """Whether it differs from what came with the request; raise SessionError as `payload` does."""
        return self.payload() != self.read

    def payload(self) -> bytes:
        """The values as compact JSON; raise SessionError naming the keys whose values JSON cannot hold."""
        try:
            payload = orjson.dumps(self._values, option=_OPTIONS)
        except TypeError:
            payload = b""
        if not payload or (payload != self.read and orjson.loads(payload) != self._values):
            names = [key for key, value in self._values.items() if not _survives(key, value)]
            raise SessionError(f"session values under {names} are not what JSON can hold: {_JSON}")
        return payload

    def key_sizes(self) -> list[tuple[str, int]]:
        """Each key with the bytes it takes as JSON, largest first."""
        sizes = [(key, len(orjson.dumps({key: value})) - 2) for key, value in self._values.items()]
        return sorted(sizes, key=lambda item: -item[1])

    def regenerate(self, keep: Collection[str] = ()) -> None:
        """Begin a new session, created now; only the keys in `keep` stay, the CSRF secret never does.

        Do so when a visitor becomes somebody else, as a login does, so that a session known to another before
        it is worth nothing after it.
        """
        self._values = {key: self._values[key] for key in keep if key in self._values and key != CSRF_KEY}
        self._start(b"")

    def destroy(self) -> None:
        """Forget everything; the cookie is cleared unless something is put in afterwards.

        With a cookie store, a copy of the cookie made before lives on until it expires.
        """
        self.regenerate()

    def touch(self) -> None:
        """Renew the idle time although nothing changed.

        A session in a cookie that is read does so by itself, once a tenth of that time is over.
        """
        self.is_touched = True

    def _start(self, read: bytes) -> None:
        """Be a session that begins now, and that came with nothing but `read`."""
        self.read = read
        self.created = self.stamped = self.now
        self.is_new = True

    def __getitem__(self, key: str) -> Any:
        """The value under a key; raise KeyError."""
        return self._values[key]

    def __setitem__(self, key: str, value: Any) -> None:
        """Set a value; whether JSON holds it is checked when it is written."""
        self._values[key] = value

    def __delitem__(self, key: str) -> None:
        """Forget a key; raise KeyError."""
        del self._values[key]

    def __iter__(self) -> Iterator[str]:
        """The keys in the order they were set."""
        return iter(self._values)

    def __len__(self) -> int:
        """How many keys there are, the CSRF secret among them."""
        return len(self._values)

    def __repr__(self) -> str:
        """The keys only: values may be secrets."""
        return f"<Session {list(self._values)}>"


def _survives(key: str, value: Any) -> bool:
    """Whether a value comes back from JSON as it went in."""
    try:
        return bool(orjson.loads(orjson.dumps({key: value}, option=_OPTIONS)) == {key: value})
    except TypeError:
        return False
