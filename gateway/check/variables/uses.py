"""The names that a template reads, those it sets, and those of which it asks whether they are there."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from jinja2 import nodes

from gateway.views.partials import object_name

IN_PLACE: Final = frozenset(
    {
        "first_in_collection", "firstInCollection", "index_in_collection", "indexInCollection",
        "last_in_collection", "lastInCollection", "collection_length", "collectionLength",
    }
)  # fmt: skip
"""What the partial of a collection has without being given it."""

_OPTIONS: Final = frozenset({"collection", "object", "as_"})


@dataclass(frozen=True, slots=True)
class Uses:
    """What a template does with names: `read` has the lines of each, `given` what it sets or hands on.

    `asked` are those that may be missing. Where it is `is_open`, nobody can tell which names there are.
    """

    read: dict[str, int]
    given: frozenset[str]
    asked: frozenset[str]
    is_open: bool


def uses(tree: nodes.Template, *, is_strict: bool) -> Uses:
    """What the syntax of a template tells; `is_strict` where a name that is missing is an error."""
    names = list(tree.find_all(nodes.Name))
    read: dict[str, int] = {}
    for name in names:
        if name.ctx == "load":
            read.setdefault(name.name, name.lineno)
    calls = [call for call in tree.find_all(nodes.Call) if _is_partial(call)]
    parts = [_of_partial(call) for call in calls]
    stored = {name.name for name in names if name.ctx != "load"} | {*_declared(tree)}
    handed = frozenset[str]().union(*(part for part in parts if part is not None))
    is_computed = any(not isinstance(each.template, nodes.Const) for each in tree.find_all(nodes.Extends))
    asked = frozenset(_asked(tree, is_strict=is_strict))
    return Uses(read, frozenset(stored) | handed, asked, is_computed or None in parts)


def _declared(tree: nodes.Template) -> Iterator[str]:
    """The names of macros, and of what is imported."""
    yield from (macro.name for macro in tree.find_all(nodes.Macro))
    yield from (each.target for each in tree.find_all(nodes.Import))
    for each in tree.find_all(nodes.FromImport):
        yield from (name if isinstance(name, str) else name[1] for name in each.names)


def _asked(tree: nodes.Template, *, is_strict: bool) -> Iterator[str]:
    """The names that are tested before they are used, or have a default; leniently those of conditions."""
    for test in tree.find_all(nodes.Test):
        if test.name in {"defined", "undefined"}:
            yield from _names_in(test.node)
    for filter_ in tree.find_all(nodes.Filter):
        if filter_.name in {"default", "d"}:
            yield from _names_in(filter_.node)
    conditions = () if is_strict else (nodes.If, nodes.CondExpr, nodes.Or, nodes.And, nodes.Not)
    for node in tree.find_all(conditions):
        for part in (getattr(node, field, None) for field in ("test", "left", "right", "node")):
            yield from _names_in(part)


def _names_in(node: Any) -> Iterator[str]:
    """The names in an expression."""
    if isinstance(node, nodes.Name):
        yield node.name
    elif isinstance(node, nodes.Node):
        yield from (name.name for name in node.find_all(nodes.Name))


def _is_partial(call: nodes.Call) -> bool:
    """Whether a call is that of `partial`."""
    return isinstance(call.node, nodes.Name) and call.node.name == "partial"


def _of_partial(call: nodes.Call) -> frozenset[str] | None:
    """The names that a partial is given; None where these are the fields of something, or computed."""
    options = {option.key: option.value for option in call.kwargs}
    name, called = (_text(each) for each in (call.args[0] if call.args else None, options.get("as_")))
    if call.dyn_args or call.dyn_kwargs or name is None or called == "global":
        return None
    if "as_" in options and called is None:
        return None
    return frozenset({called or object_name(name), *(options.keys() - _OPTIONS)})


def _text(node: nodes.Expr | None) -> str | None:
    """A text that is written out."""
    return str(node.value) if isinstance(node, nodes.Const) else None
