"""The mapping a handler sees as `request.session`."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterator, MutableMapping
from typing import Any, Protocol

import orjson

from gateway.errors import SessionError
from gateway.http.cookies import Attributes
from gateway.sessions.attributes import COOKIE, CookieAttributes
from gateway.sessions.codec import ID_LENGTH, Record, as_text

MAX_AGE = "max_age"
LOGIN = "login"
_JSON = "text, finite numbers, booleans, None, lists and dicts with text keys"
_OPTIONS = orjson.OPT_PASSTHROUGH_DATETIME | orjson.OPT_PASSTHROUGH_DATACLASS
ABOUT_THE_SESSION = frozenset({COOKIE, MAX_AGE, LOGIN})  # what of `private` is nothing to remember by itself


class Keeper(Protocol):
    """What a store does for one session while its request lasts, and what is configured for all of them."""

    @property
    def store(self) -> Any:
        """The store itself."""

    @property
    def max_age(self) -> float | None:
        """How many seconds a session lasts, None until the browser closes."""

    @property
    def attributes(self) -> Attributes:
        """The attributes of the cookie."""

    def draw(self) -> bytes:
        """A new id of 16 bytes, which nobody can guess."""

    def keep(self, session: Session) -> None:
        """Keep the session now, or make sure that the answer can; raise SessionError if it cannot be kept."""

    def record(self, session: Session) -> Record | None:
        """What is kept of the session, None if that is nothing."""


class Session(MutableMapping[str, Any]):
    """What is remembered of one visitor: JSON values under text keys; times in seconds since the epoch.

        cart = request.session.setdefault("cart", [])
        cart.append(number)

    A change inside a value counts: what is written at the end of the request is compared with what was read.
    Values are text, finite numbers, booleans, None, lists and dicts with text keys; another, such as a tuple
    or a date, raises SessionError when it is written, which answers 500. A new session that stays empty sets
    no cookie, and one that is emptied takes it away; `request.session = None` destroys it.

    `created` is when it began, `stamped` when it was last written, `now` when it was opened, `came` the
    record it was opened with, `read` the payload of that, `is_new` whether it began with this request,
    `is_presented` whether any cookie of its name came, readable or not; `carried` what one that was
    regenerated has of the one before. `private` is what layers keep in it: no part of the mapping.
    """

    __slots__ = (
        "_id", "_values", "came", "carried", "created", "is_destroyed", "is_new", "is_presented",
        "is_regenerated", "is_touched", "keeper", "now", "private", "read", "stamped",
    )  # fmt: skip

    def __init__(
        self,
        content: tuple[dict[str, Any], dict[str, Any]],
        record: Record | None = None,
        *,
        keeper: Keeper,
        now: float,
        is_presented: bool = False,
    ) -> None:
        """Begin a session now or go on with that of a `record`, written anew if an old key signed it.

        `content` are its values and what is private in it, as `contents` reads them.
        """
        self.came = record
        self.keeper = keeper
        self.now = now
        self.is_presented = is_presented
        self.carried: dict[str, Any]
        self.created: float
        self.stamped: float
        self._id: bytes | None
        self._open(content, record)

    def _open(self, content: tuple[dict[str, Any], dict[str, Any]], record: Record | None) -> None:
        """Be what is kept, or begin now if that is nothing."""
        self._values, self.private = content
        self.is_touched = self.is_destroyed = self.is_regenerated = False
        if record is None:
            self._start(b"{}")
        else:
            self.read, self.created, self.stamped, self._id, is_current = record
            self.is_new = False
            self.is_touched = not is_current

    @property
    def id(self) -> str:
        """22 random characters that stand for this session alone, the same in each request once it is kept.

        A session that is regenerated or destroyed goes on with another.
        """
        return as_text(self.key)

    @property
    def key(self) -> bytes:
        """The id as the 16 bytes it is, drawn when it is first needed."""
        if self._id is None:
            self._id = self.keeper.draw()
        return self._id

    @property
    def store(self) -> Any:
        """The store that keeps this session, and those of all other visitors."""
        return self.keeper.store

    @property
    def is_changed(self) -> bool:
        """Whether it is new or not what came with the request; raise SessionError as `payload` does."""
        return self.is_new or self.payload() != self.read

    @property
    def is_populated(self) -> bool:
        """Whether there is something to remember, flash messages and a CSRF secret included."""
        return bool(self._values) or not self.private.keys() <= ABOUT_THE_SESSION

    @property
    def max_age(self) -> float | None:
        """How many seconds the session lasts, None until the browser closes; first what is configured.

        Setting it gives this session, and no other, so long from now, whatever is configured: `idle` holds no
        longer then, but for None. It is kept with the session and enforced here, whatever the browser does.
        Raise ValueError for what is no number of seconds.
        """
        own = self.private.get(MAX_AGE)
        age: float | None = self.keeper.max_age if own is None else own[0]
        return age

    @max_age.setter
    def max_age(self, seconds: float | None) -> None:
        """Begin to count now; raise ValueError."""
        if seconds is not None and not (isinstance(seconds, int | float) and 0 <= seconds < float("inf")):
            raise ValueError(f"a session's max_age is a number of seconds or None, not {seconds!r}")
        self.private[MAX_AGE] = [seconds, int(self.now)]

    @property
    def cookie(self) -> CookieAttributes:
        """The cookie of this session: some of its attributes can be set for this visitor alone.

        request.session.cookie.same_site = "strict"
        """
        return CookieAttributes(self)

    def payload(self) -> bytes:
        """Everything as compact JSON; raise SessionError naming the keys whose values JSON cannot hold."""
        content: Any = [self._values, self.private] if self.private else self._values
        try:
            payload = orjson.dumps(content, option=_OPTIONS)
        except TypeError:
            payload = b""
        if not payload or (payload != self.read and orjson.loads(payload) != content):
            items = [*self._values.items(), *self.private.items()]
            names = [key for key, value in items if not _survives(key, value)]
            raise SessionError(f"session values under {names} are not what JSON can hold: {_JSON}")
        return payload

    def key_sizes(self) -> list[tuple[str, int]]:
        """Each key with the bytes it takes as JSON, largest first."""
        items = [*self._values.items(), *self.private.items()]
        sizes = [(key, len(orjson.dumps({key: value})) - 2) for key, value in items]
        return sorted(sizes, key=lambda item: -item[1])

    def regenerate(self, keep: Collection[str] = ()) -> None:
        """Begin a new session, created now, with another id; only the keys in `keep` stay.

        Do so when a visitor becomes somebody else, as a login does, so that a session known to another before
        it is worth nothing after it. Flash messages, the CSRF secret, and an age and attributes of the
        session's own go with the old one. The new one is kept although it is empty.
        """
        self.carried = {key: self._values[key] for key in keep if key in self._values}
        self._values = {**self.carried}
        self.private = {}
        self._start(b"")
        self.is_regenerated = True

    def destroy(self) -> None:
        """Forget everything; the cookie is cleared unless something is put in afterwards.

        With a cookie store, a copy of the cookie made before lives on until it expires.
        """
        self.regenerate()
        self.is_regenerated, self.is_destroyed = False, True

    def touch(self) -> None:
        """Renew the idle time although nothing changed, and begin to count an age of the session's own anew.

        A session in a cookie that is read does the first by itself, once a tenth of that time is over. What
        `session.cookie.max_age` says in gateway.yaml counts from the session's begin, touched or not.
        """
        self.is_touched = True
        if MAX_AGE in self.private:
            self.max_age = self.max_age

    def save(self) -> None:
        """Keep it although nothing changed; raise SessionError here, not after the handler, if that fails.

        A session in a cookie goes with the answer, so it is only made sure here that it can; what changes
        afterwards goes with it. One that is new and empty is not kept.
        """
        self.is_touched = True
        self.keeper.keep(self)

    def reload(self) -> None:
        """Go back to what is kept: for a session in a cookie, to what came with the request.

        What was changed since is forgotten. Raise SessionError if nothing is kept, and change nothing then.
        """
        record = self.keeper.record(self)
        content = None if record is None else contents(record.payload)
        if content is None:
            raise SessionError("there is nothing to reload: this session is not kept yet")
        self._open(content, record)

    def _start(self, read: bytes) -> None:
        """Be a session that begins now, and that came with nothing but `read`."""
        self.read = read
        self.created = self.stamped = self.now
        self.is_new = True
        self.is_destroyed = False
        self._id = None

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
        """How many keys there are."""
        return len(self._values)

    def __repr__(self) -> str:
        """The keys only: values may be secrets."""
        return f"<Session {list(self._values)}>"


def drawn() -> bytes:
    """16 bytes for an id, from the system's source of randomness."""
    return os.urandom(ID_LENGTH)


def contents(payload: bytes) -> tuple[dict[str, Any], dict[str, Any]] | None:
    """The values and what is private in a payload of `Session.payload`; None for anything else."""
    try:
        content = orjson.loads(payload)
    except ValueError:
        return None
    if isinstance(content, dict):
        return content, {}
    match content:
        case [dict(values), dict(private)]:
            return values, private
    return None


def _survives(key: str, value: Any) -> bool:
    """Whether a value comes back from JSON as it went in."""
    try:
        return bool(orjson.loads(orjson.dumps({key: value}, option=_OPTIONS)) == {key: value})
    except TypeError:
        return False
