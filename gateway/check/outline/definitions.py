"""What the statements of a module define: its names, and the modules it cannot do without."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass

_DYNAMIC = {"globals", "setattr", "exec", "vars", "locals", "__import__", "import_module"}
_MACHINERY = {"modules", "path", "meta_path", "path_hooks", "addsitedir", "extend_path", "__path__"}
_SYSTEM = {"sys", "site", "pkgutil"}
_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)
_INSIDE = {"body", "orelse", "finalbody", "handlers", "cases"}


@dataclass(frozen=True, slots=True)
class Definition:
    """A statement that gives a name its value; `alias` is the part of an import that does.

    It `is_certain` unless another statement, in a branch, may give the name another value.
    """

    node: ast.stmt
    alias: ast.alias | None = None
    is_certain: bool = True


def definitions(tree: ast.Module) -> dict[str, Definition]:
    """The names a module has at its top level, each by the last statement that defines it."""
    found: dict[str, Definition] = {}
    for node, is_sure in _statements(tree.body):
        for name, alias in _names(node):
            found[name] = Definition(node, alias, name not in found or (is_sure and found[name].is_certain))
    for name, node in _changed(tree):
        found[name] = Definition(found[name].node if name in found else node, is_certain=False)
    return found


def required(tree: ast.Module) -> Iterator[ast.Import | ast.ImportFrom]:
    """The imports that a module always does; one in a branch may be done without."""
    return (node for node in tree.body if isinstance(node, ast.Import | ast.ImportFrom))


def stars(tree: ast.Module) -> Iterator[ast.ImportFrom]:
    """The imports of everything that another module has."""
    for node, _ in _statements(tree.body):
        if isinstance(node, ast.ImportFrom) and node.names[0].name == "*":
            yield node


def is_dynamic(tree: ast.Module) -> bool:
    """Whether a module may have names that no statement of its top level defines."""
    return (
        any(isinstance(node, ast.Call) and _spelled(node.func) in _DYNAMIC for node in _running(tree))
        or any(isinstance(node, ast.Call) and _spelled(node.func) == "globals" for node in ast.walk(tree))
        or any(_is_of_sys(node, {"modules"}) for node in ast.walk(tree))
        or "__getattr__" in definitions(tree)
    )


def is_importing(tree: ast.Module) -> bool:
    """Whether a module may change where modules are found."""
    return any(
        _is_of_sys(node, _MACHINERY) or (isinstance(node, ast.Name) and node.id in _MACHINERY - {"path"})
        for node in ast.walk(tree)
    )


def _is_of_sys(node: ast.AST, names: set[str]) -> bool:
    """Whether this is one of some names of `sys`, `site` or `pkgutil`, or imports it."""
    if isinstance(node, ast.ImportFrom):
        return node.module in _SYSTEM and any(each.name in names for each in node.names)
    return isinstance(node, ast.Attribute) and node.attr in names and _spelled(node.value) in _SYSTEM


def _spelled(node: ast.expr) -> str:
    """The last name of what is called or asked."""
    return getattr(node, "attr", getattr(node, "id", ""))


def _changed(tree: ast.Module) -> Iterator[tuple[str, ast.stmt]]:
    """What functions of a module give another value, and what is called otherwise than it is written."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Global):
            yield from ((name, node) for name in node.names)
    for node, _ in _statements(tree.body):
        for target in [*getattr(node, "targets", ()), getattr(node, "target", None)]:
            if isinstance(target, ast.Attribute) and target.attr.startswith("__"):
                yield _spelled(target.value), node


def _statements(body: list[ast.stmt]) -> Iterator[tuple[ast.stmt, bool]]:
    """The statements of a module, those in branches and loops as well, and whether each is surely run."""
    waiting = [(node, True) for node in reversed(body)]
    while waiting:
        node, is_sure = waiting.pop()
        yield node, is_sure
        if not isinstance(node, (*_FUNCTIONS, ast.ClassDef)):
            inner = [each for block in _blocks(node) for each in block]
            waiting += [(each, False) for each in reversed(inner)]


def _blocks(node: ast.stmt) -> Iterator[list[ast.stmt]]:
    """The blocks of a statement, and those of its handlers and cases."""
    for field in ("body", "orelse", "finalbody"):
        yield getattr(node, field, [])
    yield from (each.body for field in ("handlers", "cases") for each in getattr(node, field, []))


def _names(node: ast.stmt) -> Iterator[tuple[str, ast.alias | None]]:
    """The names that one statement defines; for those of an import, with their part of it."""
    if isinstance(node, (*_FUNCTIONS, ast.ClassDef)):
        yield node.name, None
    elif isinstance(node, ast.Import | ast.ImportFrom):
        yield from ((each.asname or each.name.partition(".")[0], each) for each in node.names)
    elif not isinstance(node, ast.AnnAssign) or node.value is not None:
        yield from ((name, None) for name in _assigned(node))


def _assigned(node: ast.stmt) -> Iterator[str]:
    """What a statement assigns to, the blocks inside it left out; a `:=` and a `case` assign as well."""
    parts = [getattr(node, field) for field in node._fields if field not in _INSIDE]
    trees = [each for part in parts for each in (part if isinstance(part, list) else [part])]
    trees += [each.pattern for each in getattr(node, "cases", ())]
    for each in (each for tree in trees if isinstance(tree, ast.AST) for each in ast.walk(tree)):
        if isinstance(each, ast.Name) and isinstance(each.ctx, ast.Store):
            yield each.id
        elif isinstance(each, ast.MatchAs | ast.MatchStar | ast.MatchMapping):
            name = each.rest if isinstance(each, ast.MatchMapping) else each.name
            yield from () if name is None else (name,)


def _running(tree: ast.Module) -> Iterator[ast.AST]:
    """All of a module that is looked at when it is imported: what functions do is not."""
    waiting: list[ast.AST] = [*tree.body]
    while waiting:
        node = waiting.pop()
        yield node
        if not isinstance(node, (*_FUNCTIONS, ast.Lambda)):
            waiting += ast.iter_child_nodes(node)
