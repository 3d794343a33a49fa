"""The rows that logins would have, and what logins name."""

from __future__ import annotations

from dataclasses import dataclass

from gateway.check.survey.pages import Pages
from gateway.check.survey.rows import Rows
from gateway.config.model import Config, Login
from gateway.resolution.entrances import login_page
from gateway.resolution.functions import profile
from gateway.resolution.names import Names

_READ = ("GET", "HEAD")
_WRITTEN = (*_READ, "POST")


@dataclass(frozen=True, slots=True)
class Logins:
    """Adds the rows of each login, of logging out, and of the page that lists several."""

    config: Config
    names: Names
    pages: Pages
    rows: Rows

    def add(self) -> None:
        """Every row, and a note for each login whose stack keeps nobody logged in."""
        for login in self.config.login:
            self._look_at(login)
            report = self.names.report
            told = len(report.problems)
            around = self._row(login, login.start, _WRITTEN)
            self._row(login, login.callback, _READ)
            if "session" not in around and len(report.problems) == told:
                said = f'the stack of login "{login.name}" has no session, so nobody would stay logged in'
                report.add(
                    login.at.value_at("stack"),
                    "GW085",
                    said,
                    "stack: [session, csrf], or name one that has them",
                )
            back_channel = login.options.get("back_channel_logout")
            if back_channel is not None:
                self.rows.add_fixed(back_channel, ("POST",), (), f"login {login.name}", login.at.at)
        for path, login in {each.logout_path: each for each in reversed(self.config.login)}.items():
            self._row(login, path, _WRITTEN)
        self._add_page()

    def _row(self, login: Login, path: str, methods: tuple[str, ...]) -> tuple[str, ...]:
        """One row of a login, and the kinds of the layers around it."""
        return self.rows.add_fixed(path, methods, login.stack, f"login {login.name}", login.at.at).kinds

    def _add_page(self) -> None:
        """The page that lists the logins."""
        page = login_page(self.config)
        if page is not None:
            if page.view is not None:
                self.pages.check(page.view, self.config.settings.at["login_page"].value_at("view"))
            self._row(self.config.login[0], page.path, _READ)

    def _look_at(self, login: Login) -> None:
        """Note the views and the function that a login names and that are not there."""
        profile(login, self.names)
        if login.logout_view is not None:
            self.pages.check(login.logout_view, login.at["logout"].value_at("view"))
        if login.failure is not None and not login.failure.startswith("/"):
            self.pages.check(login.failure, login.at.value_at("failure"))
