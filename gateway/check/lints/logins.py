"""Logins that would begin again as soon as they end, and those that there are not."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from gateway.check.written import Written
from gateway.config.model import Config
from gateway.errors import Position, Problem


def endless_logins(config: Config) -> Iterator[Problem]:
    """An error for each login that leads to where a login begins or ends."""
    ways = {login.start: f"where login.{login.name} begins" for login in config.login}
    ways |= {login.callback: f"where the provider of login.{login.name} answers" for login in config.login}
    outs = {login.logout_path: f"where login.{login.name} logs out" for login in config.login}
    for login in config.login:
        for key, path, known in (("success", login.success, ways | outs), ("failure", login.failure, ways)):
            where = known.get((path or "").partition("?")[0])
            if where is not None and key in login.at:
                message = f"{key} leads to {path}, {where}: people would go round in circles"
                yield Problem(login.at.value_at(key), "GW085", message, f"{key}: /, for example")


def missing_logins(routes: Iterable[Written]) -> Iterator[Problem]:
    """A warning for each `require_login` that leads nowhere, since there is no login, nor another way in."""
    told: set[Position] = set()
    for each in routes:
        kinds = {laid.kind for laid in each.layers}
        for laid in each.layers if "basic_auth" not in kinds and not _has_login(each) else ():
            if (
                laid.kind == "require_login"
                and laid.at not in told
                and "redirect" not in (laid.use.options or ())
            ):
                told.add(laid.at)
                what = f'stack "{laid.stacks[-1].name}"' if laid.stacks else "this stack"
                message = f"{what} uses require_login, but no login is defined"
                help_ = (
                    "login: {people: {provider: sandbox}}, or redirect: the page of yours that logs people in"
                )
                yield Problem(laid.at, "GW085", message, help_, "warning")


def _has_login(each: Written) -> bool:
    """Whether there is a login in the file of a route or in one around it."""
    return bool(each.config.login) or (each.around is not None and _has_login(each.around))
