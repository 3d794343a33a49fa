"""The routes that a service has besides the written ones: health, readiness, and those of its logins."""

from __future__ import annotations

from collections.abc import Iterator

from gateway.cli.written import Written
from gateway.compiler.entrances import login_page
from gateway.compiler.scope import Scope
from gateway.config.model import Config, Login, Redirect, Respond, Route

_STATUS = Respond(json={"status": "ok"}, has_json=True)


def additions(config: Config, around: Written | None = None) -> Iterator[Written]:
    """Each as if it were written; health and readiness are the outermost service's own."""
    errors = (config.errors,)
    for path, told in (
        (config.observe.health, "Whether the service is alive"),
        (config.observe.readiness, "Whether the service is ready"),
    ):
        if path is not None and around is None:
            route = Route(paths=(path,), respond=_STATUS, description=told, at=config.settings.at)
            yield Written(route, Scope(has_stack=True, errors=errors), config)
    logouts: set[str] = set()
    for login in config.login:
        scope = Scope(stack=login.stack or (), has_stack=login.stack is not None, errors=errors)
        yield from (Written(route, scope, config, around) for route in _of_login(login, logouts))
        if "back_channel_logout" in login.options:
            yield Written(_told_elsewhere(login), Scope(has_stack=True, errors=errors), config, around)
    page = login_page(config)
    if page is not None:
        route = Route(
            paths=(page.path,), view="login", description="Choose how to log in", at=config.settings.at
        )
        yield Written(route, scope, config, around)


def _of_login(login: Login, logouts: set[str]) -> Iterator[Route]:
    """Where a login begins, where people come back to, and where they log out, which several may share."""
    addresses = [
        (login.start, ("GET", "POST"), f"Log in with {login.label}"),
        (login.callback, ("GET",), f"Come back from {login.label}"),
    ]
    if login.logout_path not in logouts:
        logouts.add(login.logout_path)
        addresses.append((login.logout_path, ("POST",), "Log out"))
        told = "Ask whether to log out"
        yield Route(paths=(login.logout_path,), view="logout", description=told, at=login.at)
    for path, methods, told in addresses:
        to = Redirect(to=path, status=303)
        yield Route(paths=(path,), methods=methods, redirect=to, description=told, at=login.at)


def _told_elsewhere(login: Login) -> Route:
    """Where a provider says that somebody has logged out."""
    told, path = f"{login.label} says that somebody has logged out", login.options["back_channel_logout"]
    return Route(paths=(path,), methods=("POST",), respond=Respond(), description=told, at=login.at)
