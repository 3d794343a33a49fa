"""Logins that would begin again as soon as they end."""

from __future__ import annotations

from collections.abc import Iterator

from gateway.config.model import Config
from gateway.errors import Problem


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
