"""What a template names that must be there: others it extends, includes or imports, and partials."""

from __future__ import annotations

from pathlib import Path

from jinja2 import TemplateNotFound, TemplateSyntaxError, nodes

from gateway.views.names import suffix
from gateway.views.pages import Pages

_NAMING = (nodes.Extends, nodes.Include, nodes.Import, nodes.FromImport)


def check(pages: Pages, files: set[str]) -> None:
    """Compile templates and all that they name; raise ValueError, which says where one is wrong."""
    seen: set[str] = set()
    wanted = {*files}
    while wanted:
        file = wanted.pop()
        seen.add(file)
        wanted |= _named_by(pages, file) - seen


def _named_by(pages: Pages, file: str) -> set[str]:
    """The files that a template names by a fixed name; raise ValueError."""
    try:
        pages.environment.get_template(file)
        syntax = pages.environment.syntax(file)
        named = {pages.file(name) for node in syntax.find_all(_NAMING) for name in _fixed_name(node)}
        parts = {
            pages.part_file(name, suffix(file))
            for call in syntax.find_all(nodes.Call)
            for name in _fixed_partial(call)
        }
    except TemplateSyntaxError as error:
        raise ValueError(f"{_shown(error.filename)}:{error.lineno}: {error.message}") from error
    except (TemplateNotFound, UnicodeDecodeError) as error:
        raise ValueError(f"{file}: {error}") from error
    return named | parts


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


def _shown(file: str | None) -> str:
    """A template's file as people know it, below the folder they work in."""
    path = Path(file or "")
    return str(path.relative_to(Path.cwd())) if path.is_relative_to(Path.cwd()) else str(path)
