"""The paths of a route as OpenAPI writes them: one template for each way to fill its optional parts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from gateway.check.written import Written
from gateway.cli.api.components import unique
from gateway.routing.escapes import encoded_text
from gateway.routing.pattern import Flat, PatternError, parse
from gateway.routing.syntax import Parameter, Text, Wildcard


@dataclass(frozen=True, slots=True)
class Template:
    """A path whose parts are text or parameters; `names` are those of its parameters in this document."""

    parts: Flat
    names: tuple[str, ...]

    @property
    def path(self) -> str:
        """The path with each parameter in braces."""
        names = iter(self.names)
        return "".join(
            encoded_text(part.value) if isinstance(part, Text) else f"{{{next(names)}}}"
            for part in self.parts
        )

    @property
    def shape(self) -> str:
        """What two templates must not share: the path without the names."""
        return "".join(encoded_text(part.value) if isinstance(part, Text) else "{}" for part in self.parts)

    @property
    def parameters(self) -> tuple[tuple[str, Parameter | Wildcard], ...]:
        """The parameters, each with the name it has here."""
        parts = (part for part in self.parts if not isinstance(part, Text))
        return tuple(zip(self.names, parts, strict=True))

    def named_as(self, other: Template) -> Template:
        """The same path with the names of another one of its shape."""
        return replace(self, names=other.names)


def templates(each: Written) -> Iterator[Template]:
    """Every path of a route, fullest first; none for a regular expression, nor for what cannot be read."""
    for path in each.paths if each.route.regex is None else ():
        try:
            flats = parse(path.removesuffix("/*") or "/", repeats=True).alternatives
        except PatternError:
            continue
        for flat in flats:
            whole = _with_rest(flat) if path.endswith("/*") else flat
            yield Template(
                whole, tuple(_distinct([part.name for part in whole if not isinstance(part, Text)]))
            )


def _with_rest(flat: Flat) -> Flat:
    """A path and all below it."""
    *most, last = flat
    if isinstance(last, Text):
        return (*most, Text(last.value.rstrip("/") + "/"), Wildcard("path"))
    return (*flat, Text("/"), Wildcard("path"))


def _distinct(names: list[str]) -> Iterator[str]:
    """Names of which none is there twice; the last of those that are alike keeps its own."""
    taken = {*names}
    for index, name in enumerate(names):
        whole = unique(name, taken) if name in names[index + 1 :] else name
        taken.add(whole)
        yield whole
