"""Running a compiled template: its text at once, or in pieces as they are made."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from secrets import token_hex
from typing import Any, Final

from jinja2 import Template
from jinja2.runtime import Context
from markupsafe import Markup, escape

from gateway.views.globals import PageContext
from gateway.views.pages import Page

_PIECE: Final = 8192
"""Characters that are gathered before they are sent: one write for many of a template's small pieces."""

_BODY: Final = f"[body {token_hex(16)}]"
"""What stands in a layout for a page that is still to come; nobody can have written it."""


def rendered(template: Template, given: dict[str, Any]) -> tuple[str, Context]:
    """A template's text, and the context that holds what it set."""
    context = PageContext(template.environment, given, template.name, template.blocks)
    try:
        return "".join(template.root_render_func(context)), context
    except Exception:  # noqa: BLE001  (Jinja raises it again, with the template's lines in the traceback)
        template.environment.handle_exception()


def streamed(page: Page, layout: Template | None, given: dict[str, Any]) -> Iterator[str]:
    """A page's text in pieces, a layout around it or not.

    The layout is rendered when the first piece of the page is there, so it has what the page has set by then.
    Raise ValueError before anything is sent if the layout does not print `body` just once.
    """
    template = page.template
    context = PageContext(template.environment, given, template.name, template.blocks)
    pieces = _gathered(_run(template, context))
    if layout is None:
        return pieces
    return _around(pieces if page.is_markup else map(escape, pieces), layout, given, context)


def _run(template: Template, context: Context) -> Iterator[str]:
    """What a template gives, as it gives it."""
    try:
        yield from template.root_render_func(context)
    except Exception:  # noqa: BLE001  (as in `rendered`)
        template.environment.handle_exception()


def _gathered(chunks: Iterable[str]) -> Iterator[str]:
    """The same text in pieces that are worth sending."""
    piece: list[str] = []
    size = 0
    for chunk in chunks:
        piece.append(chunk)
        size += len(chunk)
        if size >= _PIECE:
            yield "".join(piece)
            piece.clear()
            size = 0
    if piece:
        yield "".join(piece)


def _around(
    pieces: Iterator[str], layout: Template, given: dict[str, Any], context: Context
) -> Iterator[str]:
    """The layout up to `body`, the page, and the rest of the layout."""
    first = next(pieces, "")
    given = given | {**context.get_exported(), "body": Markup(_BODY)}  # noqa: S704
    head, *tails = rendered(layout, given)[0].split(_BODY)
    if len(tails) != 1:
        said = "not at all" if not tails else f"{len(tails)} times"
        raise ValueError(f"{layout.name} prints `body` {said}: around a stream it must do so just once")
    yield head + first
    yield from pieces
    yield tails[0]
