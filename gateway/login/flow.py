"""A login from its start to its end: leaving for the provider, and coming back."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Any
from urllib.parse import quote, urlsplit

from gateway.errors import LoginError, UpstreamError
from gateway.http import destination
from gateway.http.redirects import below_mount
from gateway.http.request import Request
from gateway.http.response import Response
from gateway.login import callback, kept, pages
from gateway.login.addresses import is_safe
from gateway.login.breaker import Breaker, CrowdedError, Guarded
from gateway.login.claims import Profile
from gateway.login.failure import Failure
from gateway.login.pool import Pool
from gateway.login.provider import Person, Provider, Returned, Tokens
from gateway.login.record import Record, Records
from gateway.login.transport import Connect

_DEFAULT_PORTS = {"http": ":80", "https": ":443"}


@dataclass(frozen=True, slots=True, kw_only=True)
class LoginFlow:
    """One entry of `login`: its handlers, and what they need.

    A visitor who opens `start` is sent to the provider and comes back to `callback` within ten minutes; then
    the session is a new one with `session["user"]`, and the browser is sent to the `return_to` that `start`
    was given, or to `success`. `return_to` is a path of this service; any other is ignored. Whoever says no,
    comes too late or meets a provider that is down gets a page that says so, or what `failure` names: a path
    of this service or a view; the session is then what it was.

    No token outlives a login unless `keeps_tokens`: what a login needs waits in an encrypted cookie, the
    access token is used for the profile and dropped. `public_url` is where people come back to, and the only
    Host a login starts on.

    `profile` maps what the provider tells to what `session["user"]` keeps; its None refuses the login:

        def staff(profile: dict[str, Any]) -> dict[str, Any] | None:
            return {"name": profile["name"]} if profile["id_str"] in STAFF else None

    `keep` names the session keys that survive a login, `loops` further paths that must not follow one;
    `connect(request, seconds)` opens the way to the provider. Where `names_person`, the user has the `iss`
    and `sub` that the provider knows the person by, whatever `profile` makes of them.
    """

    name: str
    provider: Provider
    records: Records
    public_url: str
    start_path: str
    loops: tuple[str, ...] = ()
    success: str = "/"
    failure: str | None = None
    keep: tuple[str, ...] = ()
    profile: Callable[[Profile, Request], Any] | None = None
    keeps_tokens: bool = False
    names_person: bool = False
    connect: Connect = field(default_factory=lambda: Pool().connect)
    breaker: Breaker = field(default_factory=Breaker)
    renewal: kept.Renewal = field(default_factory=kept.Renewal, repr=False)

    def start(self, request: Request) -> Response:
        """Send a browser to the provider, and remember that it was.

        303 with a cookie for this login; HEAD starts none. A browser that came under another Host is sent to
        `public_url` first, since the cookie would not come back with the callback.
        """
        if request.method == "HEAD":
            return pages.unshared(Response())
        return_to = destination.asked(request, self._loops(request))
        try:
            moved = self._moved(request, return_to)
            return moved if moved is not None else self._leave(request, return_to)
        except CrowdedError as error:
            return self._failure.wait(error, self._failure.retry(request, return_to))
        except (LoginError, UpstreamError) as error:
            return self._failure.answer(request, error, return_to)

    def callback(self, request: Request) -> Response:
        """Log in whoever comes back from the provider with a login this browser started.

        303 once it succeeded, and for the same callback loaded again. Else, unless `failure` is a path: 400
        for a login that was started elsewhere, is over or too old, 403 for who said no or is not admitted,
        and 401, 502, 503 or 504 for what the provider does. In a crowd, as `start`, 202 and a page that comes
        again by itself.
        """
        if request.method == "HEAD":
            return pages.unshared(Response())
        try:
            came = self.provider.returned(callback.read(request))
            record = self.records.found(request.cookies, came.key)
        except LoginError as error:
            return self._failure.answer(request, error)
        if record.done:
            return self._came_again(request, record)
        return self._came(request, record, came)

    def authorization(self, request: Request, method: str, url: str) -> str:
        """The Authorization header of a call to the provider for who is logged in.

        Its tokens are renewed first if they are about to end. Raise ValueError for an address that must not
        see them, Unauthorized if the session has none, LoginError or UpstreamError if they cannot be renewed.
        """
        if not is_safe(url):
            raise ValueError("a token goes to https, or to this very machine, and nowhere else")
        refresh = partial(self._refreshed, request)
        tokens = self.renewal.fresh(request.session, refresh, self.provider.timeout)
        return self.provider.authorization(method, url, tokens)

    def asking(self, request: Request) -> Guarded:
        """The way to the provider for one request, which is not asked while it is down or too many ask."""
        return Guarded(partial(self.connect, request, self.provider.timeout), self.breaker)

    def _moved(self, request: Request, return_to: str | None) -> Response | None:
        """A redirect to the public address, where the callback will find the cookie; None on it already."""
        if request.host.lower() == _host(self.public_url):
            return None
        if "moved" in request.args:
            raise LoginError(400, "wrong_host", "requests arrive under another Host than public_url's")
        more = f"&return_to={quote(return_to, safe='')}" if return_to else ""
        return pages.away(f"{self.public_url.rstrip('/')}{self.start_path}?moved=1{more}")

    def _leave(self, request: Request, return_to: str | None) -> Response:
        """Begin a login and send the browser off with it; raise LoginError or UpstreamError."""
        with self.asking(request) as transport:
            begun = self.provider.begin(transport)
        response = pages.away(begun.url)
        self.records.begin(request.cookies, response, begun, return_to)
        return response

    def _came(self, request: Request, record: Record, came: Returned) -> Response:
        """The end of a login; its record goes, however it ends, unless the same callback is to come again."""
        try:
            self._log_in(request, record, came)
        except CrowdedError as error:
            return self._failure.wait(error)
        except (LoginError, UpstreamError) as error:
            response = self._failure.answer(request, error, record.return_to)
            self.records.forget(response, record)
            return response
        response = pages.away(record.return_to or below_mount(request, self.success))
        self.records.finish(response, record)
        return response

    def _came_again(self, request: Request, record: Record) -> Response:
        """A callback that was used before: the provider is not asked a second time."""
        if request.session.get("user") is None or self.records.is_expired(record):
            error = LoginError(400, "used", "this login was finished before")
            response = self._failure.answer(request, error, record.return_to)
            self.records.forget(response, record)
            return response
        return pages.away(record.return_to or below_mount(request, self.success))

    def _log_in(self, request: Request, record: Record, came: Returned) -> None:
        """Put who came back into a new session; raise LoginError or UpstreamError, and change nothing."""
        if came.refusal is not None:
            raise came.refusal
        if self.records.is_expired(record):
            raise LoginError(400, "expired", "the login was started more than ten minutes ago")
        with self.asking(request) as transport:
            person = self.provider.person(transport, record.secrets, came.proof)
        user = self._user(person, request)
        request.session.regenerate(keep=self.keep)
        request.session["user"] = user
        kept.remember(request.session, self.name, person, tokens=self.keeps_tokens)

    def _user(self, person: Person, request: Request) -> Any:
        """What `session["user"]` is to be; raise LoginError if the profile handler refuses the person."""
        user = person.profile if self.profile is None else self.profile(person.profile, request)
        if user is None:
            raise LoginError(403, "profile_refused", "the profile handler returned None")
        if not self.names_person:
            return user
        if not isinstance(user, Mapping):
            raise TypeError(f"login {self.name}: with back_channel_logout, a profile must be a mapping")
        return {**user, **{name: person.profile[name] for name in ("iss", "sub")}}

    def _refreshed(self, request: Request, tokens: Tokens) -> Tokens:
        """Tokens for old ones; raise LoginError or UpstreamError."""
        with self.asking(request) as transport:
            return self.provider.refreshed(transport, tokens)

    @property
    def _failure(self) -> Failure:
        """What answers for a login that does not finish."""
        return Failure(login=self.name, start=self.start_path, target=self.failure)

    def _loops(self, request: Request) -> tuple[str, ...]:
        """The paths that must not follow a login."""
        own = [below_mount(request, path) for path in (self.start_path, *self.loops)]
        return (*own, urlsplit(self.provider.callback).path)


def _host(url: str) -> str:
    """The Host a browser sends for a URL (RFC 9110 §7.2)."""
    parts = urlsplit(url)
    return parts.netloc.lower().removesuffix(_DEFAULT_PORTS.get(parts.scheme, ""))
