"""Where people log in, and that nobody has to be logged in to get there."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from gateway.config.model import Config, Login, LoginPage
from gateway.errors import Position
from gateway.resolution.report import Report
from gateway.routing.row import Sent
from gateway.routing.table import Row, Table


def login_page(config: Config) -> LoginPage | None:
    """The page that lists several logins; none where a login begins at its path."""
    page, logins = config.settings.login_page, config.login
    is_wanted = len(logins) > 1 or (logins and "login_page" in config.settings.at)
    return page if is_wanted and page.path not in {login.start for login in logins} else None


def entrance(config: Config) -> str | None:
    """The path to log in at: the page with all logins, or the only one's start; None without a login."""
    if len(config.login) == 1 and login_page(config) is None:
        return config.login[0].start
    return config.settings.login_page.path if config.login else None


def entrance_of(options: Mapping[str, Any], config: Config) -> tuple[Any, bool]:
    """Where `require_login` sends people, None is nowhere, and whether that is a login."""
    usual = entrance(config)
    path = options.get("redirect", usual)
    return path, path is not None and path in {usual, *(login.start for login in config.login)}


def report_closed_entrances(
    rows: Sequence[Row[Any]],
    positions: Mapping[int, Position],
    config: Config,
    report: Report,
    sends: Callable[[Row[Any]], list[str | None]],
) -> None:
    """Note each login that only who is logged in could use, and redirects that go round in circles.

    `sends` says where the layers of a row send who is not logged in, outermost first; None is nowhere.
    """
    asking = [row for row in rows if sends(row)]
    if not asking:
        return
    routing = config.settings.routing
    table = Table(
        [row for row in rows if row.when is None and not row.hosts],
        case_sensitive=routing.case_sensitive,
        trailing_slash=routing.trailing_slash,
    )
    closed = {id(row) for login in config.login for row in _closed(table, login, report, sends)}
    page = entrance(config) if closed else None  # where nobody could log in anyway, for the same reason
    for path in {path for row in asking for path in sends(row)} - {page}:
        row = _circle(table, path, sends)
        if row is not None and id(row) not in closed and row.index in positions:
            said = "require_login sends people here, where require_login sends them on in a circle"
            help_ = "take require_login away here, or give it another redirect"
            report.add(positions[row.index], "GW057", said, help_)


def _closed(
    table: Table[Any], login: Login, report: Report, sends: Callable[[Row[Any]], list[str | None]]
) -> list[Row[Any]]:
    """The rows of a login that only who is logged in could use, which are noted."""
    found = [_row(table, path) for path in (login.start, login.callback)]
    closed = [row for row in found if row is not None and sends(row)]
    if closed:
        said = f'the stack of login "{login.name}" has require_login, so nobody could log in'
        report.add(login.at.value_at("stack"), "GW085", said, "stack: [session, csrf], for example")
    return closed


def _circle(
    table: Table[Any], path: str | None, sends: Callable[[Row[Any]], list[str | None]]
) -> Row[Any] | None:
    """The row that who is sent to a path comes to a second time; None if the way ends."""
    seen: set[int] = set()
    while path is not None:
        row = _row(table, path)
        further = [] if row is None else sends(row)
        if row is None or not further or row.index in seen:
            return row if further else None
        seen.add(row.index)
        path = further[0]
    return None


def _row(table: Table[Any], path: str) -> Row[Any] | None:
    """What answers a path, whatever else is asked of a request."""
    found = table.match(Sent(path.partition("?")[0], "GET"))
    return None if found is None else found[0]
