"""What a handler calls a provider with, in the name of who is logged in."""

from __future__ import annotations

from typing import Any

from werkzeug.exceptions import BadGateway, GatewayTimeout, ServiceUnavailable, Unauthorized

from gateway.errors import LoginError, UpstreamError
from gateway.http.app import App
from gateway.http.request import Request

_UPSTREAM = {502: BadGateway, 504: GatewayTimeout}
_LOGIN = {401: Unauthorized, 503: ServiceUnavailable}


def authorization(request: Request, method: str, url: str) -> str:
    """The value of the Authorization header for a call to the provider's API.

        headers = {"Authorization": authorization(request, "GET", "https://api.github.com/user/repos")}

    It needs `tokens: session` at the login. A token that ends within a minute is renewed first. A signed
    call (OAuth 1.0a) is one of that method and URL with an empty body. Raise Unauthorized if the person has
    to log in again, ServiceUnavailable, BadGateway or GatewayTimeout if a provider cannot be asked, and
    ValueError for an address to which a token must not go: neither https nor this machine.
    """
    name = request.session.private.get("login", {}).get("name")
    login = _login(request.app, name)
    if login is None:
        raise Unauthorized("You have to log in for this.")
    try:
        found: str = login.authorization(request, method, url)
    except UpstreamError as error:
        raise _UPSTREAM[error.status] from error
    except LoginError as error:
        raise _LOGIN.get(error.status, BadGateway) from error
    return found


def _login(app: App | None, name: Any) -> Any:
    """The login of that name, of this service or of one it is mounted in."""
    while app is not None:
        if name in app.logins:
            return app.logins[name]
        app = app.parent
    return None
