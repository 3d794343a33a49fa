"""What a login and the rest of the file must agree on."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlsplit

from gateway.config.document import Map, section_of
from gateway.config.fragments import joined
from gateway.config.logins import CALLBACK, default_start, options_of
from gateway.config.presets import PRESETS, SANDBOX, kind_of
from gateway.config.session_rules import DEVELOPMENT, unset_problem
from gateway.config.suggest import listed
from gateway.config.variables import Unset
from gateway.errors import Position, Problem

_NEEDED = {
    "oauth1": ("request_token_url", "authenticate_url", "access_token_url", "profile_url"),
    "oauth2": ("authorize_url", "token_url", "profile_url"),
    "oidc": ("issuer",),
}
KINDS = tuple(_NEEDED)

# What keeps one login from being taken for another is not to be chosen, nor where and how its answer comes.
_OF_EACH_LOGIN = (
    *("client_id", "code_challenge", "code_challenge_method", "nonce", "redirect_uri", "request"),
    *("request_uri", "response_mode", "response_type", "scope", "state"),
)
_LOOPBACK = ("127.0.0.1", "::1", "localhost")


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
    login = logins[name]
    known = joined()["$defs"]["login"]["additionalProperties"]["properties"]
    if login.keys() - known.keys():
        return
    if "provider" not in login and "kind" not in login:
        message = f"login.{name} needs a provider, or a kind and its addresses"
        yield Problem(logins.key_at(name), "GW011", message)
        return
    yield from _kind(login, name)
    yield from _addresses(login, name, logins.key_at(name))
    yield from _overruled(login)
    yield from _kept(login, name, section_of(document, "session"))
    provider = login.get("provider")
    if provider == SANDBOX and environment != DEVELOPMENT:
        message = f"the sandbox lets anyone in under any name; it is for development, not for {environment}"
        yield Problem(login.value_at("provider"), "GW085", message)
    if provider != SANDBOX and (environment != DEVELOPMENT or _is_half_known(login)):
        yield from _client_keys(logins, name, document)


def _kind(login: Map, name: str) -> Iterator[Problem]:
    """A preset has a kind of its own, and each kind options of its own."""
    provider, said = login.get("provider", ""), login.get("kind")
    kind = kind_of(provider, said)
    if str(provider) in PRESETS and said not in (None, kind):
        message = f"{PRESETS[provider].title} is a provider of kind {kind}, not {said}"
        yield Problem(login.value_at("kind"), "GW085", message, "leave kind out")
    for key in login:
        kinds = [other for other in KINDS if key in options_of(other)]
        if kinds and kind in KINDS and kind not in kinds:
            message = f"{key} is an option of kind {listed(kinds)}; login.{name} is of kind {kind}"
            yield Problem(login.key_at(key), "GW085", message)


def _addresses(login: Map, name: str, at: Position) -> Iterator[Problem]:
    """A login without a preset names its addresses, and each of them keeps secrets."""
    kind = login.get("kind")
    if "provider" not in login and kind in KINDS:
        needed = [key for key in _NEEDED[kind] if key not in login]
        if login.get("profile_source") == "none" and "profile_url" in needed:
            needed.remove("profile_url")
        if needed:
            message = f"login.{name} has no provider and so needs {listed(needed, last='and')}"
            yield Problem(at, "GW011", message)
    for key, url in login.items():
        is_address = key == "issuer" or key.endswith("_url")
        if is_address and isinstance(url, str) and not isinstance(url, Unset) and not _is_safe(url):
            message = f"{key} is not https, so that everybody on the way could read the secrets in it"
            yield Problem(login.value_at(key), "GW085", message, "https://, or http:// to this machine")


def _overruled(login: Map) -> Iterator[Problem]:
    """What a login says itself to a provider, and who a person is at one, are not for the file to say."""
    parameters = section_of(login, "parameters")
    for key in parameters:
        if key in _OF_EACH_LOGIN:
            message = f"{key} is said by each login itself, and cannot be one of its parameters"
            help_ = "scope is a key of the login" if key == "scope" else ""
            yield Problem(parameters.key_at(key), "GW085", message, help_)
    claims = section_of(login, "claims")
    fixed = ("iss", "sub") if kind_of(login.get("provider", ""), login.get("kind")) == "oidc" else ("iss",)
    for key in fixed:
        if key in claims:
            message = f"{key} is who a person is for this login, which no other claim may stand in for"
            yield Problem(claims.key_at(key), "GW085", message, "keep it under another name")


def _is_safe(url: str) -> bool:
    """Whether an address is https, or of this machine, where a test has its provider."""
    parts = urlsplit(url)
    return parts.scheme == "https" or parts.hostname in _LOOPBACK


def _kept(login: Map, name: str, session: Map) -> Iterator[Problem]:
    """What a login keeps, or ends later, is where it is safe."""
    store = session.get("store", "cookie")
    if login.get("tokens") == "session" and store == "cookie" and session.get("encrypt") is not True:
        message = "tokens in a signed cookie can be read by everybody who sees the browser"
        help_ = "session: {encrypt: true}, or a store on a server"
        yield Problem(login.value_at("tokens"), "GW085", message, help_)
    if "back_channel_logout" in login and not (store != "cookie" and session.get("revocation") is True):
        message = "back_channel_logout needs a store that knows whose sessions are"
        help_ = "session: {store: redis, revocation: true}"
        yield Problem(login.key_at("back_channel_logout"), "GW085", message, help_)
    logout = section_of(login, "logout")
    if logout.get("at_provider") is True and kind_of(login.get("provider", ""), login.get("kind")) != "oidc":
        message = f"at_provider is for OpenID Connect; login.{name} has no place to log out at its provider"
        yield Problem(logout.key_at("at_provider"), "GW085", message)


def _is_half_known(login: Map) -> bool:
    """Whether one of the two client keys is given: the sandbox stands in only where both are missing."""
    return ("client_id" in login) != ("client_secret" in login) and login.get("client_auth") != "none"


def _client_keys(logins: Map, name: str, document: Map) -> Iterator[Problem]:
    """What a login needs to be known to its provider."""
    login = logins[name]
    is_public = login.get("client_auth") == "none"
    for key in ("client_id",) if is_public else ("client_id", "client_secret"):
        if key in login.absent:
            yield unset_problem(f"login.{name}.{key}", login.absent[key], document)
        elif key not in login:
            help_ = f"{key}: ${{{name.upper().replace('-', '_')}_{key.removeprefix('client_').upper()}}}"
            yield Problem(logins.key_at(name), "GW011", f'login.{name} needs "{key}"', help_)


def _paths(logins: Map, name: str, taken: dict[str, str]) -> Iterator[Problem]:
    """Paths that a login has of its own."""
    login = logins[name]
    start = default_start(name, is_one_of_many=len(logins) > 1)
    defaults = {"start": start, "callback": start + CALLBACK}
    paths = [(key, login.get(key, default), login.value_at(key)) for key, default in defaults.items()]
    logout = login.get("logout")
    if isinstance(logout, Map) and "path" in logout:
        paths.append(("logout", logout["path"], logout.value_at("path")))
    if "back_channel_logout" in login:
        at = login.value_at("back_channel_logout")
        paths.append(("back_channel_logout", login["back_channel_logout"], at))
    for key, path, at in paths:
        mine = f"login.{name}.{key}"
        if isinstance(path, str) and taken.setdefault(path, mine) != mine:
            place = at if key in login else logins.key_at(name)
            yield Problem(place, "GW085", f"{mine} is {path}, which is {taken[path]} already")
