"""Templates of other languages than Jinja's: their sources, with a page's values, go to a function."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import Any, TypeAlias

from jinja2.runtime import Context
from jinja2.utils import missing
from markupsafe import Markup

Engine: TypeAlias = Callable[[str, Mapping[str, Any]], str]
"""A function of a template's source and the values it may name; the text of the page, HTML as a rule."""


class Values(Mapping[str, Any]):
    """What an engine's template may name: the page's values, globals and helpers, and `partial`.

    What Jinja's templates have by being asked for, such as `user` and `url_for`, is there by its name, and
    not among those that are listed: so a session is opened only by a template that uses it.
    """

    def __init__(self, context: Context) -> None:
        """Read from a context, which does not change any more."""
        self._context = context
        self._given = context.get_all()

    def __getitem__(self, name: str) -> Any:
        """The value of a name; raise KeyError if there is none."""
        value = self._context.resolve_or_missing(name)
        if value is missing:
            raise KeyError(name)
        # What Jinja calls with its context, as it does `partial`, is called with that of this page.
        return partial(self._context.call, value) if hasattr(value, "jinja_pass_arg") else value

    def __iter__(self) -> Iterator[str]:
        """The names that were given."""
        return iter(self._given)

    def __len__(self) -> int:
        """How many names were given."""
        return len(self._given)


def run(engine: Engine, ending: str, source: str, values: Mapping[str, Any]) -> Markup:
    """What an engine makes of a source; raise TypeError if that is no text."""
    text = engine(source, values)
    if not isinstance(text, str):
        raise TypeError(f"the engine of {ending} gave {type(text).__name__}; it must give text")
    return Markup(text)  # noqa: S704  (what an engine gives is the page)
