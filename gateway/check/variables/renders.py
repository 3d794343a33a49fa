"""The templates that a configuration renders itself, and the values that each is given."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterable, Iterator
from typing import Final, NamedTuple

from gateway.check.regexes import every_row
from gateway.config.model import Config, ErrorRule, Login, Route
from gateway.resolution.entrances import login_page

_OF_ERRORS: Final = frozenset({"error"})
_OF_FAILURES: Final = frozenset({"status", "reason", "title", "message", "retry"})
_OF_CHOICES: Final = frozenset({"logins"})
_GIVING_NONE: Final = frozenset({"NEXT", "EXIT_GROUP", "abort", "redirect", "View"})

Definitions = Callable[[str], ast.stmt | None]
"""What defines `module:name` of the author's; None if that is not sure."""


class Render(NamedTuple):
    """A template that is rendered, the layout that may be around it, and its values; None if nobody knows."""

    view: str
    layout: str | None
    given: frozenset[str] | None


def renders(config: Config, definition_of: Definitions) -> Iterator[Render]:
    """All that routes, error rules and logins name, and the views that handlers of routes return by name."""
    layout = config.views.layout
    yield from _of_errors(config.errors, layout)
    for node in every_row(config.routes):
        yield from _of_errors(node.errors, layout)
        if isinstance(node, Route):
            yield from _of_route(node, _layout(ast.Constant(node.layout or True), layout), definition_of)
    for login in config.login:
        yield from _of_login(login, layout)
    page = login_page(config)
    if page is not None and page.view is not None:
        yield Render(page.view, layout, _OF_CHOICES)


def values_of(definition: ast.stmt | None) -> frozenset[str] | None:
    """The names that a function returns values by; None unless all of them are written in its returns."""
    if not isinstance(definition, ast.FunctionDef) or definition.decorator_list:
        return None
    given: set[str] = set()
    for node in _own(definition):
        if isinstance(node, ast.Yield | ast.YieldFrom):
            return None
        names = _returned(node.value, definition) if isinstance(node, ast.Return) else frozenset[str]()
        if names is None:
            return None
        given |= names
    return frozenset(given)


def _of_route(route: Route, layout: str | None, definition_of: Definitions) -> Iterator[Render]:
    """The view of a route, or those of its handler."""
    if route.view is not None:
        yield Render(
            route.view, layout, frozenset() if route.data is None else values_of(definition_of(route.data))
        )
    elif route.handler is not None:
        yield from _of_handler(definition_of(route.handler), layout)


def _of_handler(definition: ast.stmt | None, layout: str | None) -> Iterator[Render]:
    """The views that the code of a handler makes of a name and values that are written out."""
    for node in ast.walk(definition) if definition is not None else ():
        match node:
            case ast.Call(func=ast.Name(id="View"), args=[ast.Constant(value=str(view))], keywords=keywords):
                given = {each.arg: each.value for each in keywords}
                names = frozenset(name for name in given if name is not None)
                chosen = given.get("layout", ast.Constant(value=True))
                yield Render(view, _layout(chosen, layout), None if None in given else names)


def _layout(chosen: ast.expr, usual: str | None) -> str | None:
    """The layout that a view names, or has without naming one; a computed one is not looked at."""
    value = chosen.value if isinstance(chosen, ast.Constant) else None
    if value is True:
        return usual
    return value if isinstance(value, str) and value != "none" else None


def _of_errors(rules: Iterable[ErrorRule], layout: str | None) -> Iterator[Render]:
    """The views of errors."""
    yield from (Render(rule.view, layout, _OF_ERRORS) for rule in rules if rule.view is not None)


def _of_login(login: Login, layout: str | None) -> Iterator[Render]:
    """The pages of a login."""
    if login.logout_view is not None:
        yield Render(login.logout_view, layout, frozenset())
    if login.failure is not None and not login.failure.startswith("/"):
        yield Render(login.failure, layout, _OF_FAILURES)


def _names(value: ast.expr | None) -> frozenset[str] | None:
    """The names in a value that is returned; none of what is no mapping of values, None if it is computed."""
    match value:
        case ast.Dict(keys=keys):
            names = [
                key.value for key in keys if isinstance(key, ast.Constant) and isinstance(key.value, str)
            ]
            return frozenset(names) if len(names) == len(keys) else None
        case ast.Call(func=ast.Name(id="dict"), args=[], keywords=keywords):
            given = [each.arg for each in keywords if each.arg is not None]
            return frozenset(given) if len(given) == len(keywords) else None
        case ast.IfExp(body=one, orelse=other):
            both = _names(one), _names(other)
            return None if None in both else frozenset[str]().union(*filter(None, both))
        case ast.Name(id=name) | ast.Call(func=ast.Name(id=name)) if name in _GIVING_NONE:
            return frozenset()
    return None


def _returned(value: ast.expr | None, function: ast.FunctionDef) -> frozenset[str] | None:
    """The names in what a function returns: written there, or in the one value that a variable has."""
    if not isinstance(value, ast.Name) or value.id in _GIVING_NONE:
        return _names(value)
    nodes = [*ast.walk(function)]
    seen = [node for node in nodes if isinstance(node, ast.Name) and node.id == value.id]
    given = [value for target, value in map(_assigned, nodes) if target in seen]
    set_ = [node for node in nodes if isinstance(node, ast.Subscript) and node.value in seen]
    keys = [key for each in set_ if isinstance(each.ctx, ast.Store) for key in [_key(each)] if key]
    returned = [node for node in nodes if isinstance(node, ast.Return) and node.value in seen]
    if len(given) != 1 or len(keys) != len(set_) or len(seen) != 1 + len(keys) + len(returned):
        return None
    names = _names(given[0])
    return None if names is None else names.union(keys)


def _assigned(node: ast.AST) -> tuple[ast.expr | None, ast.expr | None]:
    """What a plain assignment gives a value, and that."""
    if isinstance(node, ast.AnnAssign):
        return node.target, node.value
    if isinstance(node, ast.Assign) and len(node.targets) == 1:
        return node.targets[0], node.value
    return None, None


def _key(node: ast.Subscript) -> str | None:
    """The text that an item is set by, if it is written out."""
    key = node.slice.value if isinstance(node.slice, ast.Constant) else None
    return key if isinstance(key, str) else None


def _own(function: ast.FunctionDef) -> Iterator[ast.AST]:
    """All nodes of a function but those of functions and classes inside it."""
    waiting: list[ast.AST] = [*function.body]
    while waiting:
        node = waiting.pop()
        yield node
        if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda | ast.ClassDef):
            waiting += ast.iter_child_nodes(node)
