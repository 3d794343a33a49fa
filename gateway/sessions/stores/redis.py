"""Sessions in Redis, or in Valkey, which speaks the same."""

from __future__ import annotations

import time
from collections.abc import Callable
from math import ceil
from typing import Any, ClassVar

import redis
from redis.backoff import NoBackoff
from redis.retry import Retry

from gateway.sessions.shelf import NO_ADDRESS, Terms

_LEAST, _MOST = 1, 10**15  # milliseconds that Redis takes: neither what has expired nor what it cannot count
# In one step: compare, replace, and note for whose it is when it ends, as long as any of theirs may last.
_SWAP = """
if (redis.call('GET', KEYS[1]) or '') ~= ARGV[1] then return 0 end
if ARGV[2] == '' then redis.call('DEL', KEYS[1]) return 1 end
if ARGV[3] == '' then redis.call('SET', KEYS[1], ARGV[2])
else redis.call('SET', KEYS[1], ARGV[2], 'PX', ARGV[3]) end
if #KEYS == 1 then return 1 end
redis.call('ZREMRANGEBYSCORE', KEYS[2], '-inf', ARGV[5])
redis.call('ZADD', KEYS[2], ARGV[3] == '' and '+inf' or ARGV[5] + ARGV[3], ARGV[4])
local last = redis.call('ZRANGE', KEYS[2], -1, -1, 'WITHSCORES')[2]
if last == 'inf' then redis.call('PERSIST', KEYS[2])
else redis.call('PEXPIRE', KEYS[2], string.format('%.0f', last - ARGV[5])) end
return 1
"""


class RedisShelf:
    """One key a session, `PREFIX` and its id in hexadecimal, and one sorted set of ids a person.

    No command takes longer than `timeout` seconds, nor does it to connect; one that finds its connection
    gone is tried once more.
    """

    errors: ClassVar[tuple[type[Exception], ...]] = (redis.exceptions.RedisError, OSError)

    def __init__(
        self,
        *,
        url: str = "redis://127.0.0.1:6379/0",
        prefix: str = "gateway:session:",
        timeout: float = 1.0,
        clock: Callable[[], float] = time.time,
    ) -> None:
        """Connect to nothing yet; raise ValueError, without the address, for one that is none."""
        self.place = ("redis", url, prefix)
        self._prefix = prefix
        self._clock = clock
        limits = {"socket_timeout": timeout, "socket_connect_timeout": timeout}
        try:
            self._client: Any = redis.Redis.from_url(url, **limits, retry=Retry(NoBackoff(), 1))
            self._client.connection_pool.make_connection()  # which knows the options; it connects later
        except (ValueError, TypeError):
            raise ValueError(NO_ADDRESS.format("redis", "redis://, rediss:// or unix://")) from None
        self._swap = self._client.register_script(_SWAP)

    def __repr__(self) -> str:
        """Without the address, which may hold a password."""
        return f"<RedisShelf {self._prefix}>"

    def read(self, key: bytes) -> bytes | None:
        """What is kept under the key."""
        data: bytes | None = self._client.get(self._prefix + key.hex())
        return data

    def swap(self, key: bytes, old: bytes | None, new: bytes | None, terms: Terms) -> bool:
        """Put `new` in the place of `old`; whether `old` was there."""
        keys = [self._prefix + key.hex()] + ([self._set_of(terms.owner)] if terms.owner else [])
        now = int(self._clock() * 1000)
        life = "" if terms.expires is None else min(max(_LEAST, ceil(terms.expires * 1000) - now), _MOST)
        return bool(self._swap(keys=keys, args=[old or b"", new or b"", life, key, now]))

    def drop(self, key: bytes) -> bool:
        """Forget what is kept under the key; whether there was something."""
        return bool(self._client.delete(self._prefix + key.hex()))

    def keys_of(self, owner: str) -> list[bytes]:
        """The keys of what was put there for an owner; those of sessions that ended are forgotten."""
        name = self._set_of(owner)
        keys = self._client.zrange(name, 0, -1)
        there = self._client.mget([self._prefix + key.hex() for key in keys]) if keys else []
        gone = [key for key, data in zip(keys, there, strict=True) if data is None]
        if gone:
            self._client.zrem(name, *gone)
        return [key for key in keys if key not in gone]

    def _set_of(self, owner: str) -> str:
        """The name of the set of a person's ids."""
        return f"{self._prefix}person:{owner}"
