"""The routes that a service has besides the written ones: health, readiness, and those of its logins."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from gateway.check.written import Written, written
from gateway.config.model import Config, Login, Redirect, Respond, Route
from gateway.resolution.entrances import login_page
from gateway.resolution.scope import Scope

_STATUS = Respond(json={"status": "ok"}, has_json=True)


@dataclass(frozen=True, slots=True)
class Added(Written):
    """A route as if it were written; `label` is what answers it."""

    label: str = ""


def all_routes(config: Config, environ: Mapping[str, str]) -> Iterator[Written]:
    """Every route in the order in which they are tried, those that a service adds before its written ones.

    Raise ConfigError with the problems of a mounted file.
    """
    yield from additions(config)
    seen = {id(config)}
    for each in written(config, environ):
        if id(each.config) not in seen:
            seen.add(id(each.config))
            yield from additions(each.config, each.around)
        yield each


def additions(config: Config, around: Written | None = None) -> Iterator[Added]:
    """What a service adds; health and readiness are the outermost service's own."""
    bare = Scope(has_stack=True, errors=(config.errors,))
    for path, told in (
        (config.observe.health, "Whether the service is alive"),
        (config.observe.readiness, "Whether the service is ready"),
    ):
        if path is not None and around is None:
            route = Route(paths=(path,), respond=_STATUS, description=told, at=config.settings.at)
            yield Added(route, bare, config, label="built in")
    logouts: set[str] = set()
    for login in config.login:
        label, scope = f"login {login.name}", _scope(config, login)
        yield from (Added(route, scope, config, around, label) for route in _of_login(login, logouts))
        if "back_channel_logout" in login.options:
            yield Added(_told_elsewhere(login), bare, config, around, label)
    page = login_page(config)
    if page is not None:
        at = config.settings.at
        route = Route(paths=(page.path,), view="login", description="Choose how to log in", at=at)
        yield Added(
            route, _scope(config, config.login[0]), config, around, f"view {page.view or 'of logins'}"
        )


def _scope(config: Config, login: Login) -> Scope:
    """What holds for the paths of a login."""
    return Scope(stack=login.stack or (), has_stack=login.stack is not None, errors=(config.errors,))


def _of_login(login: Login, logouts: set[str]) -> Iterator[Route]:
    """Where a login begins, where people come back to, and where they log out, which several may share."""
    yield _leading_on(login, login.start, ("GET", "POST"), f"Log in with {login.label}")
    yield _leading_on(login, login.callback, ("GET",), f"Come back from {login.label}")
    if login.logout_path not in logouts:
        logouts.add(login.logout_path)
        told = "Ask whether to log out"
        yield Route(paths=(login.logout_path,), view="logout", description=told, at=login.at)
        yield _leading_on(login, login.logout_path, ("POST",), "Log out")


def _leading_on(login: Login, path: str, methods: tuple[str, ...], told: str) -> Route:
    """A path of a login that sends people on."""
    to = Redirect(to=path, status=303)
    return Route(paths=(path,), methods=methods, redirect=to, description=told, at=login.at)


def _told_elsewhere(login: Login) -> Route:
    """Where a provider says that somebody has logged out."""
    told, path = f"{login.label} says that somebody has logged out", login.options["back_channel_logout"]
    return Route(paths=(path,), methods=("POST",), respond=Respond(), description=told, at=login.at)
