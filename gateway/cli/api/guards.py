"""Who may ask for a route: the security schemes that its layers demand."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from gateway.check.written import Laid, Written
from gateway.cli.api.components import Components
from gateway.cli.api.parameters import CHANGING
from gateway.cli.api.public import is_public
from gateway.config.model import Config, Session
from gateway.config.sessions import another
from gateway.sessions.jar import placed
from gateway.sessions.store import CookieOptions

_LOGGED_IN = "The session of who is logged in."
_BASIC = "A name and a password with each request."


def security(each: Written, method: str, components: Components) -> list[dict[str, list[str]]]:
    """What a request has to bring, all of it; [] if that is nothing."""
    names = {components.security(*scheme) for scheme in _schemes(each, method)}
    return [{name: [] for name in sorted(names)}] if names else []


def _schemes(each: Written, method: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """The schemes of a route."""
    kinds = {laid.kind for laid in each.layers}
    if "basic_auth" in kinds:
        yield "basic", {"type": "http", "scheme": "basic", "description": _BASIC}
    sessions = [laid for laid in each.layers if laid.kind == "session"]
    if sessions and ("require_login" in kinds or ("csrf" in kinds and method in CHANGING)):
        name = cookie_name(sessions[0], each.config)
        yield "session", {"type": "apiKey", "in": "cookie", "name": name, "description": _LOGGED_IN}


def cookie_name(laid: Laid, config: Config) -> str:
    """The name that the cookie of a session has over the service's own address."""
    base = config.session or Session(at=config.settings.at)
    cookie = (another(laid.use.options, base) if laid.use.options else base).cookie
    url = config.settings.public_url
    is_https = url is not None and is_public(url) and url.startswith("https:")
    options = CookieOptions(
        name=cookie.name, secure=cookie.secure, domain=cookie.domain, path=cookie.path, keys=()
    )
    name: str = placed(options, is_https=is_https)["name"]
    return name
