"""What a login and the rest of the file must agree on."""

from __future__ import annotations

from collections.abc import Iterator

from gateway.config.document import Map
from gateway.config.fragments import joined
from gateway.config.session_rules import DEVELOPMENT, unset_problem
from gateway.config.suggest import listed
from gateway.errors import Problem

SANDBOX = "sandbox"
_DEFAULT_PATHS = {"start": "/login", "callback": "/login/callback"}
_ADDRESSES = ("request_token_url", "authenticate_url", "access_token_url", "profile_url")


def login_problems(document: Map, environment: str) -> Iterator[Problem]:
    """The problems of `login`."""
    logins = document.get("login")
    if not isinstance(logins, Map) or not logins:
        return
    yield from _address(document, environment)
    yield from _strict_cookie(document)
    taken: dict[str, str] = {}
    for name in logins:
        if isinstance(logins[name], Map):
            yield from _one(logins, name, environment, document)
            yield from _paths(logins, name, taken)


def _address(document: Map, environment: str) -> Iterator[Problem]:
    """A login needs to know where the service is."""
    settings = document.get("settings")
    if environment == DEVELOPMENT or (isinstance(settings, Map) and "public_url" in settings):
        return
    absent = settings.absent.get("public_url") if isinstance(settings, Map) else None
    if absent:
        yield unset_problem("settings.public_url", absent, document)
    elif "settings" not in document or isinstance(settings, Map):
        message = "a login needs settings.public_url: the provider sends people back to it"
        yield Problem(
            document.key_at("login"), "GW011", message, "settings: {public_url: https://example.org}"
        )


def _strict_cookie(document: Map) -> Iterator[Problem]:
    """A login needs its session on the way back from another site."""
    session = document.get("session")
    cookie = session.get("cookie") if isinstance(session, Map) else None
    if isinstance(cookie, Map) and cookie.get("same_site") == "strict":
        message = "same_site: strict keeps a login from working: the session is not sent on the way back"
        yield Problem(cookie.value_at("same_site"), "GW085", message, "same_site: lax")


def _one(logins: Map, name: str, environment: str, document: Map) -> Iterator[Problem]:
    """What one login needs."""
    login, at = logins[name], logins.key_at(name)
    known = joined()["$defs"]["login"]["additionalProperties"]["properties"]
    if login.keys() - known.keys():
        return
    if "provider" not in login and "kind" not in login:
        yield Problem(at, "GW011", f"login.{name} needs a provider, or a kind and its addresses")
    if "provider" not in login and login.get("kind") == "oauth1":
        needed = _ADDRESSES[:3] if login.get("profile_source") == "none" else _ADDRESSES
        missing = [key for key in needed if key not in login]
        if missing:
            yield Problem(
                at, "GW011", f"login.{name} has no provider and so needs {listed(missing, last='and')}"
            )
    if login.get("provider") == SANDBOX and environment != DEVELOPMENT:
        message = f"the sandbox lets anyone in under any name; it is for development, not for {environment}"
        yield Problem(login.value_at("provider"), "GW085", message)
    if login.get("provider") != SANDBOX and (environment != DEVELOPMENT or _is_half_known(login)):
        yield from _client_keys(logins, name, document)


def _is_half_known(login: Map) -> bool:
    """Whether one of the two client keys is given: the sandbox stands in only where both are missing."""
    return ("client_id" in login) != ("client_secret" in login)


def _client_keys(logins: Map, name: str, document: Map) -> Iterator[Problem]:
    """What a login needs to be known to its provider."""
    login = logins[name]
    for key in ("client_id", "client_secret"):
        if key in login.absent:
            yield unset_problem(f"login.{name}.{key}", login.absent[key], document)
        elif key not in login:
            help_ = f"{key}: ${{{name.upper().replace('-', '_')}_{key.removeprefix('client_').upper()}}}"
            yield Problem(logins.key_at(name), "GW011", f'login.{name} needs "{key}"', help_)


def _paths(logins: Map, name: str, taken: dict[str, str]) -> Iterator[Problem]:
    """Paths that a login has of its own."""
    login = logins[name]
    logout = login.get("logout")
    paths = [(key, login.get(key, default), login.value_at(key)) for key, default in _DEFAULT_PATHS.items()]
    if isinstance(logout, Map) and "path" in logout:
        paths.append(("logout", logout["path"], logout.value_at("path")))
    for key, path, at in paths:
        mine = f"login.{name}.{key}"
        if isinstance(path, str) and taken.setdefault(path, mine) != mine:
            place = at if key in login else logins.key_at(name)
            yield Problem(place, "GW085", f"{mine} is {path}, which is {taken[path]} already")
