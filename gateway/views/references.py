"""What a template names that must be there: other templates, partials, filters and tests."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from jinja2 import TemplateNotFound, TemplateSyntaxError, nodes

from gateway.errors import Position
from gateway.views.environment import ViewEnvironment
from gateway.views.names import suffix
from gateway.views.pages import Pages

_BEFORE_NAME = r"(?:[|'\"]\s*|\b(?:is|not|filter)\s+)"
_NAMING = (nodes.Extends, nodes.Include, nodes.Import, nodes.FromImport)


class Fault(NamedTuple):
    """What is wrong in a template, and where; of a name that stands for nothing, what there is instead."""

    position: Position
    message: str
    name: str = ""
    known: tuple[str, ...] = ()


def check(pages: Pages, files: set[str]) -> list[Fault]:
    """Compile templates and all that they name, and list what is wrong in them."""
    trees = reached(pages, files)
    return [fault for file, tree in trees.items() for fault in _faults(pages, file, tree)]


def reached(pages: Pages, files: set[str]) -> dict[str, nodes.Template | Fault]:
    """The syntax of templates and of all that they name by fixed names; a Fault for what has none."""
    trees: dict[str, nodes.Template | Fault] = {}
    wanted = [*files]
    while wanted:
        file = wanted.pop()
        if file not in trees:
            tree = trees[file] = _tree(pages.environment, file)
            wanted += [found for _, _, found in _named(pages, file, tree) if found]
    return trees


def place(environment: ViewEnvironment, file: str, line: int, name: str = "") -> Position:
    """Where in a template something stands: a name if that is in the line, else the whole line."""
    path = environment.path(file)
    lines = re.split(r"\r\n|\r|\n", path.read_text(encoding="utf-8", errors="replace"))
    text = lines[min(line, len(lines)) - 1]
    written = rf"({re.escape(name)})(?!\w)"
    found = (re.search(_BEFORE_NAME + written, text) or re.match(r"\s*" + written, text)) if name else None
    column, end = found.span(1) if found else (len(text) - len(text.lstrip()), len(text.rstrip()))
    return Position(str(path), line, column + 1, max(1, end - column), text)


def _tree(environment: ViewEnvironment, file: str) -> nodes.Template | Fault:
    """The syntax of a template, or why it has none."""
    try:
        tree = environment.syntax(file)
        if not [*_unknown(environment, tree)]:
            # What only compiling finds, as a block that is there twice.
            environment.get_template(file)
    except TemplateSyntaxError as error:
        said = f"the template does not compile: {error.message}"
        return Fault(place(environment, file, error.lineno), said)
    except UnicodeDecodeError as error:
        return Fault(place(environment, file, 1), f"the template is not UTF-8 text: {error.reason}")
    return tree


def _faults(pages: Pages, file: str, tree: nodes.Template | Fault) -> Iterator[Fault]:
    """What is wrong in one template."""
    environment = pages.environment
    if isinstance(tree, Fault):
        yield tree
        return
    below = f"{pages.partials}/"
    names = tuple(dict.fromkeys(each.removeprefix(below) for each in environment.files))
    for line, name, found in _named(pages, file, tree):
        if found is None:
            yield Fault(place(environment, file, line, name), f'no template "{name}"', name, names)
    for node, known in _unknown(environment, tree):
        at = place(environment, file, node.lineno, node.name)
        yield Fault(at, f'unknown {type(node).__name__.lower()} "{node.name}"', node.name, known)


def _unknown(environment: ViewEnvironment, tree: nodes.Template) -> Iterator[tuple[Any, tuple[str, ...]]]:
    """The filters and tests that there are not, but for those of which the template asks whether they are."""
    asks = (test.node for test in tree.find_all(nodes.Test) if test.name in {"filter", "test"})
    asked = {name.value for name in asks if isinstance(name, nodes.Const)}
    for node in tree.find_all((nodes.Filter, nodes.Test)):
        known = environment.filters if isinstance(node, nodes.Filter) else environment.tests
        if node.name not in known and node.name not in asked:
            yield node, tuple(known)


def _named(pages: Pages, file: str, tree: nodes.Template | Fault) -> Iterator[tuple[int, str, str | None]]:
    """The templates that one names by fixed names: at which line, the name, and its file if there is one."""
    if isinstance(tree, Fault):
        return
    for node in tree.find_all(_NAMING):
        yield from ((node.lineno, name, pages.environment.file(name)) for name in _fixed_name(node))
    for call in tree.find_all(nodes.Call):
        yield from ((call.lineno, name, _part(pages, name, suffix(file))) for name in _fixed_partial(call))


def _part(pages: Pages, name: str, ending: str) -> str | None:
    """The file of a partial; None if there is none."""
    try:
        return pages.part_file(name, ending)
    except TemplateNotFound:
        return None


def _fixed_name(node: nodes.Node) -> list[str]:
    """The name in a tag that must find its template: not a computed one, nor one that may be missing."""
    name = getattr(node, "template", None)
    fixed = isinstance(name, nodes.Const) and not getattr(node, "ignore_missing", False)
    return [str(name.value)] if fixed and isinstance(name, nodes.Const) else []


def _fixed_partial(call: nodes.Call) -> list[str]:
    """The name in a call of `partial`, if it is written out."""
    if not isinstance(call.node, nodes.Name) or call.node.name != "partial":
        return []
    return [str(name.value) for name in call.args[:1] if isinstance(name, nodes.Const)]
