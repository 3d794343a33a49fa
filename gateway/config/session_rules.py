"""What the session, its cookie and the address of the service must agree on."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from typing import Any
from urllib.parse import urlsplit

from gateway.config.document import Map, Seq, section_of
from gateway.config.suggest import characters
from gateway.config.units import seconds
from gateway.config.variables import Unset, Variable
from gateway.errors import Position, Problem

DEVELOPMENT = "development"
SHORTEST_KEY = 32
RANDOM = "openssl rand -hex 32"


def session_problems(document: Map, environment: str) -> Iterator[Problem]:
    """The problems of `session`."""
    session = document.get("session")
    if isinstance(session, Map):
        yield from key_lengths(session)
        cookie = session.get("cookie")
        if isinstance(cookie, Map):
            yield from cookie_problems(cookie, session.get("format", "gateway"), _public_url(document))
        yield from _store(session)
    if ("session" in document or document.get("login")) and environment != DEVELOPMENT:
        yield from _needs_keys(document, session)


def cookie_problems(cookie: Map, format: str, url: str) -> Iterator[Problem]:  # noqa: A002  (as the key is)
    """The problems of a cookie in one of the formats; `url` is where the service is, or empty."""
    yield from _prefix(cookie, format)
    yield from _cookie(cookie, url)
    yield from _lifetimes(cookie)


def _store(session: Map) -> Iterator[Problem]:
    """What is asked of the store is what it can do."""
    kind = session.get("store", "cookie")
    if "store" not in session and session.value_at("store") != session.at:
        return  # a variable that is not set names it, and only a check goes on without
    if kind != "cookie" and session.get("encrypt") is True:
        message = f"encrypt is for store: cookie; with store: {kind} the cookie has nothing but a random id"
        yield Problem(session.value_at("encrypt"), "GW051", message)
    if kind == "cookie" and session.get("revocation") is True:
        message = "revocation needs a store on a server: a cookie cannot be taken away from who has a copy"
        yield Problem(session.value_at("revocation"), "GW051", message, "store: redis, or sql")


def _public_url(document: Map) -> str:
    """Where the service is, if that is known."""
    url = section_of(document, "settings").get("public_url")
    return url if isinstance(url, str) and not isinstance(url, Unset) else ""


def _needs_keys(document: Map, session: Any) -> Iterator[Problem]:
    """Outside development a session is signed with keys that are given."""
    if not isinstance(session, Map):
        if session is None:
            message = "a login needs session.keys: what is remembered is signed with them"
            yield Problem(document.key_at("login"), "GW011", message, 'session: {keys: ["${SESSION_KEY}"]}')
        return
    keys = session.get("keys")
    if keys is not None and not (isinstance(keys, Seq) and not keys):
        return
    absent = keys.absent if isinstance(keys, Seq) else list(filter(None, [session.absent.get("keys")]))
    if absent:
        yield unset_problem("session.keys", absent[0], document)
    else:
        at = document.key_at("session") if keys is None else session.key_at("keys")
        yield Problem(at, "GW011", 'session needs "keys"', 'keys: ["${SESSION_KEY}"]')


def unset_problem(what: str, absent: tuple[str, Position], document: Map) -> Problem:
    """That a value is needed here whose variable is not set: the variable, its line and the use."""
    name, at = absent
    declared = document.get("env", document).key_at(name)
    where = f"line {declared.line}" if declared.file == at.file else f"{declared.file}:{declared.line}"
    message = f"{what} is needed, but {name}, declared at {where}, is not set"
    return Problem(at, "GW021", message, f"set {name}, or {name}_FILE to the name of a file that holds it")


def key_lengths(section: Map) -> Iterator[Problem]:
    """The keys of a section are long enough not to be guessed."""
    keys = section.get("keys")
    if not isinstance(keys, Seq):
        return
    for index, key in enumerate(keys):
        if not isinstance(key, str) or isinstance(key, Unset) or len(key) >= SHORTEST_KEY:
            continue
        at = keys.value_at(index)
        if isinstance(key, Variable):
            message = f"{key.names[0]} has {characters(len(key))}, needs {SHORTEST_KEY}"
            yield Problem(at, "GW024", message, RANDOM)
        else:
            message = f"a key has {characters(len(key))}, needs {SHORTEST_KEY}"
            yield Problem(at._replace(text=""), "GW014", message, RANDOM)


def _prefix(cookie: Map, format: str) -> Iterator[Problem]:  # noqa: A002  (as the key is called)
    """What a name promises browsers is written by us."""
    name = cookie.get("name")
    if isinstance(name, str) and name.lower().startswith(("__host-", "__secure-")):
        why = "it is added when https is used" if format == "gateway" else f"format: {format} has none"
        message = f'write the name without "{name.partition("-")[0]}-": {why}'
        yield Problem(cookie.value_at("name"), "GW030", message)


def _cookie(cookie: Map, url: str) -> Iterator[Problem]:
    """Browsers keep the cookie and send it back."""
    domain = cookie.get("domain")
    secure = cookie.get("secure", "auto")
    plain = secure is False or (secure == "auto" and url.startswith("http://"))
    if cookie.get("same_site") == "none" and plain:
        message = "same_site: none needs secure: true; browsers drop the cookie"
        yield Problem(cookie.value_at("same_site"), "GW031", message)
    host = urlsplit(url).hostname or ""
    if isinstance(domain, str) and host and not f".{host}".endswith(f".{domain.lower().lstrip('.')}"):
        message = f"browsers drop the cookie: {host} is not below {domain}"
        yield Problem(
            cookie.value_at("domain"),
            "GW030",
            message,
            "write the host of settings.public_url or a domain above it",
        )
    if secure is True and url.startswith("http://") and host not in ("localhost", "127.0.0.1", "::1"):
        message = f"secure: true, but settings.public_url is {url}: the cookie would never be sent"
        yield Problem(cookie.value_at("secure"), "GW086", message)


def _lifetimes(cookie: Map) -> Iterator[Problem]:
    """A session lasts some time, and an unused one no longer than any."""
    for key in ("max_age", "idle"):
        if _seconds(cookie, key) == 0:
            yield Problem(cookie.value_at(key), "GW014", f"{key} must be longer than {cookie[key]}")
    idle, longest = _seconds(cookie, "idle"), _seconds(cookie, "max_age", "24h")
    if idle and longest and idle > longest:
        whole = cookie.get("max_age", "24h")
        message = f"idle {cookie['idle']} is longer than max_age {whole}, after which a session ends anyway"
        yield Problem(cookie.value_at("idle"), "GW014", message, "idle: none is as long as max_age")


def _seconds(cookie: Map, key: str, default: str = "none") -> float | None:
    """How long a duration is; None if there is none, or none that can be read."""
    text = cookie.get(key, default)
    with suppress(ValueError):
        return seconds(text) if isinstance(text, str) else None
    return None
