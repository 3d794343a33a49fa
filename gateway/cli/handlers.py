"""The page of docs/reference about what handlers call, written from docstrings."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator
from itertools import groupby
from textwrap import dedent
from typing import Any

from gateway import http, views
from gateway.http.app import App
from gateway.http.lazy import lazy
from gateway.sessions.session import Session

_INTRO = """\
# handlers

What a handler, a layer, an error handler or a view's `data` is given and may call. `gateway.http` and
`gateway.views` are all that they import.

A handler is `def show(request, ...)`: its further parameters are those of the path and of `query:`. It
returns text (HTML), a dict or a list (JSON), bytes, `None` (204), `(body, status)`, `(body, status,
headers)`, a `View`, an iterator (sent as it comes), a `Response`, any WSGI response, or one of the words
`NEXT` and `EXIT_GROUP`.
"""
_LEFT_OUT = {"http": ("NEXT", "EXIT_GROUP", "RESUME"), "views": ("UNSET",)}


def handlers_page() -> str:
    """The whole page: words, functions, then each class with what it has."""
    lines = [_INTRO, "## words", "", _prose(type(http.NEXT)), ""]
    functions, classes = _exported()
    for module, name, call in functions:
        lines += [f"## {name}", "", _signature(f"{module}.{name}", call), "", _prose(call), ""]
    for module, name, kind in [*classes, ("request", "app", App), ("request", "session", Session)]:
        lines += [f"## {module}.{name}", "", _prose(kind), "", *_table(kind), ""]
    return "\n".join(lines).rstrip("\n") + "\n"


def _exported() -> tuple[list[tuple[str, str, Any]], list[tuple[str, str, Any]]]:
    """The functions and the classes that handlers import, each by its module's and its own name."""
    found = [
        (f"gateway.{package}", name, getattr(module, name))
        for package, module in (("http", http), ("views", views))
        for name in sorted(module.__all__, key=str.lower)
        if name not in _LEFT_OUT[package]
    ]
    is_class = [isinstance(each, type) for _, _, each in found]
    return (
        [entry for entry, a_class in zip(found, is_class, strict=True) if not a_class],
        [entry for entry, a_class in zip(found, is_class, strict=True) if a_class],
    )


def _table(kind: type) -> Iterator[str]:
    """What an object of a class has, one a row; what has its place in the class's own description is not."""
    yield from ("| name | what it is |", "|---|---|")
    for name, member in _members(kind):
        call = member.compute if isinstance(member, lazy) else member
        shown = f"{name}{_parameters(member)}" if callable(member) and not isinstance(member, lazy) else name
        yield f"| `{shown.replace('|', 'or')}` | {_first(call)} |"


def _members(kind: type) -> list[tuple[str, Any]]:
    """The public members of a class that are ours and described, by name."""
    found: dict[str, Any] = {}
    for each in reversed([each for each in kind.__mro__ if each.__module__.startswith("gateway.")]):
        found.update(vars(each))
    described = {name: _unbound(member) for name, member in found.items() if not name.startswith("_")}
    return sorted((name, member) for name, member in described.items() if inspect.getdoc(_plain(member)))


def _unbound(member: Any) -> Any:
    """A method of a class itself as a function."""
    return member.__func__ if isinstance(member, classmethod | staticmethod) else member


def _plain(member: Any) -> Any:
    """What has the description of a member; None for a value, which has its type's."""
    if isinstance(member, lazy):
        return member.compute
    return member if isinstance(member, property) or inspect.isfunction(member) else None


def _signature(name: str, call: Callable[..., Any]) -> str:
    """How a function is called, as Python."""
    return f"```python\n{name}{_parameters(call, skipped=0)}\n```"


def _parameters(call: Callable[..., Any], skipped: int = 1) -> str:
    """The parameters of a function without their types; of a method, without the object itself."""
    parameters = list(inspect.signature(call).parameters.values())[skipped:]
    return str(inspect.Signature([_untyped(parameter) for parameter in parameters]))


def _untyped(parameter: inspect.Parameter) -> inspect.Parameter:
    """A parameter without its type; a default that Python cannot spell is an ellipsis."""
    is_spelt = not repr(parameter.default).startswith("<")
    default = parameter.default if is_spelt or parameter.default is inspect.Parameter.empty else ...
    return parameter.replace(annotation=inspect.Parameter.empty, default=default)


def _prose(described: Any) -> str:
    """A description, its examples as Python."""
    blocks = (inspect.getdoc(described) or "").split("\n\n")
    parts = ("\n\n".join(group) for _, group in groupby(blocks, key=_is_example))
    return "\n\n".join(_fenced(part) if _is_example(part) else part for part in parts)


def _is_example(block: str) -> bool:
    """Whether a piece of a description is set off as code is."""
    return block.startswith("    ")


def _fenced(block: str) -> str:
    """An example in a description."""
    return f"```python\n{dedent(block)}\n```"


def _first(described: Any) -> str:
    """The first sentence of a description, in one line."""
    doc = inspect.getdoc(described) or ""
    return " ".join(doc.split("\n\n", maxsplit=1)[0].split()).replace("|", "\\|")
