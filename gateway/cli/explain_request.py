"""What `gateway explain METHOD PATH` says of a request: candidates, parameters, layers and limits."""

from __future__ import annotations

import os
import re
import sys
from argparse import Namespace
from collections.abc import Iterator
from typing import NamedTuple

from gateway.check.report import render, shown_file
from gateway.check.written import Laid, Written, layers_of, written
from gateway.cli.candidates import Candidate, candidates
from gateway.cli.check import use_color
from gateway.cli.file import PLACES, is_missing
from gateway.cli.requests import environ_of
from gateway.cli.surface import own_limit
from gateway.compiler import compile_config
from gateway.config import load
from gateway.config.model import Config, Login
from gateway.dispatch import Dispatch, Mounted
from gateway.errors import ConfigError, Position
from gateway.http.mounting import inside
from gateway.http.request import Request
from gateway.http.tracing import stage_of
from gateway.middleware.chain import Endpoint
from gateway.resolution.scope import Scope
from gateway.routing.hosts import is_among
from gateway.routing.row import BELOW
from gateway.routing.table import MalformedEscape, Row

_BOLD, _GREEN, _PLAIN = "\x1b[1m", "\x1b[32m", "\x1b[0m"
_NOBODY = "no route answers"
_NOT_INSIDE = "the service that is mounted there has no such route"


def run(options: Namespace) -> int:
    """Print why a route answers; 0 if one does, 1 if none does or the file has problems, 2 without a file."""
    if is_missing(options.file, "explain", PLACES):
        return 2
    try:
        config = load(options.file, environ=os.environ, require=False)
        compiled = compile_config(config, environ=os.environ, strict=True)
        level = _Level(Dispatch(compiled), config, tuple(written(config, os.environ)), compiled.hosts)
    except ConfigError as error:
        sys.stderr.write(render(error.problems, color=use_color(sys.stderr)) + "\n")
        return 1
    environ = environ_of(options, config.settings.public_url)
    request = level.dispatch.request(environ, level.dispatch.app)
    lines = [f"{_BOLD}{options.method} {options.path}{_PLAIN}", *_explained(level, request)]
    text = "\n".join(lines)
    print(text if use_color(sys.stdout) else re.sub(r"\x1b\[[\d;]*m", "", text))
    return int(lines[-1].startswith(f"  {_NOBODY}"))


class _Level(NamedTuple):
    """A service, or one mounted in it: `routes` are those of all levels, `around` is where this one is."""

    dispatch: Dispatch
    config: Config
    routes: tuple[Written, ...]
    hosts: frozenset[str] | None = None
    around: Written | None = None

    def of_row(self, row: Row[Endpoint]) -> Written | None:
        """The route of a row; None for a row of our own."""
        rows = self.dispatch.table.rows
        mine = [each for each in self.routes if each.around is self.around]
        first = len(rows) - len(mine) - (rows[-1].label == "favicon")
        return mine[row.index - first] if first <= row.index < first + len(mine) else None


def _explained(level: _Level, request: Request) -> Iterator[str]:
    """Each candidate in order, and all about the one that answers."""
    if level.hosts is not None and not is_among(request.hostname.lower(), level.hosts):
        yield f"  {_NOBODY}: 400, since {request.hostname} is none of {', '.join(sorted(level.hosts))}"
        return
    try:
        for candidate in candidates(level.dispatch.table.rows, request, level.config.settings.routing):
            route = level.of_row(candidate.row)
            inner = _inner(level, candidate, route, request)
            reason = candidate.reason or (_NOT_INSIDE if inner is None and candidate.row.inner else "")
            yield f"  {_heading(candidate.row, route)}"
            yield f"      {f'no: {reason}' if reason else f'{_GREEN}answers{_PLAIN}'}"
            if not reason:
                yield from _answer(level, candidate, route)
                yield from _explained(*inner) if inner is not None else ()
                return
    except MalformedEscape:
        yield f"  {_NOBODY}: 400, since the path holds a malformed percent escape"
        return
    yield f"  {_NOBODY}: {_otherwise(level.dispatch, request)}"


def _inner(
    level: _Level, candidate: Candidate, route: Written | None, request: Request
) -> tuple[_Level, Request] | None:
    """The service mounted at a row, and the request as it arrives there; None if no row of it takes that."""
    mounted, outer = candidate.row.inner, route and route.route.mount
    if candidate.reason or not isinstance(mounted, Mounted) or outer is None:
        return None
    there = inside(request, candidate.params[BELOW], mounted.dispatch.app, mounted.dispatch.request)
    config = next((each.config for each in level.routes if each.around is route), None)
    if config is None or mounted.dispatch.table.match(there) is None:
        return None
    return _Level(mounted.dispatch, config, level.routes, None, route), there


def _heading(row: Row[Endpoint], route: Written | None) -> str:
    """A row in one line: its methods, its path and where it is written."""
    methods = "ANY" if row.methods is None else ", ".join(sorted(row.methods - {"HEAD"}) or ["HEAD"])
    path = row.path + ("/*" if row.prefix else "")
    return f"{methods} {', '.join(row.hosts)}{path} ({_line(route.route.at.at) if route else row.label})"


def _answer(level: _Level, candidate: Candidate, route: Written | None) -> Iterator[str]:
    """What the row that answers is made of."""
    row = candidate.row
    yield f"      answer  {row.label}"
    for name, value in candidate.params.items():
        if name != BELOW:
            yield f"      param   {name} = {value!r}"
    if route is None:
        login = _login_of(row, level.config)
        laid = layers_of(level.config, _scope_of(login)) if login else ()
        named = [_layer(each) for each in laid] or [stage_of(layer) for layer in row.endpoint.layers]
        yield from (f"      layer   {name}" for name in named)
        return
    yield from (f"      layer   {_layer(laid)}" for laid in layers_of(level.config, route.scope))
    yield from (
        f"      load    {name} by {param.load} ({_line(param.at.value_at('load'))})"
        for name, param in route.scope.params.items()
        if param.load and name in candidate.params
    )
    yield f"      limit   {own_limit(route) or level.config.settings.max_body} bytes of body"
    if row.passes:
        yield "      then    it may leave the answer to a later route"


def _login_of(row: Row[Endpoint], config: Config) -> Login | None:
    """The login that a row is of, None if it is of none."""
    return next((login for login in config.login if row.label == f"login {login.name}"), None)


def _scope_of(login: Login) -> Scope:
    """What holds for the paths of a login."""
    return Scope(stack=login.stack or (), has_stack=login.stack is not None)


def _layer(laid: Laid) -> str:
    """A layer and where it came from."""
    name = laid.name if laid.name == laid.kind else f"{laid.name}, which is {laid.kind}"
    stacks = " > ".join(stack.name for stack in laid.stacks)
    return f"{name} ({_line(laid.at)}{f', stack {stacks}' if stacks else ''})"


def _otherwise(dispatch: Dispatch, request: Request) -> str:
    """What is answered where no route takes path and method together."""
    found, path = dispatch.table.allowed(request), dispatch.table.redirection(request)
    if found is not None:
        return f"{'204' if request.method == 'OPTIONS' else '405'}, allowed are {', '.join(sorted(found[1]))}"
    return "404" if path is None else f"a redirect to {path}"


def _line(at: Position) -> str:
    """A place as `file:line`."""
    return f"{shown_file(at.file)}:{at.line}"
