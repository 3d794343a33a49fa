"""The path of a route: Express 5's spelling, the alternatives it stands for, and paths built from it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import chain, pairwise, product
from math import prod

from gateway.routing.escapes import encoded_text, encoded_value
from gateway.routing.syntax import Group, Parameter, PatternError, Text, Token, Wildcard, tokens_of

__all__ = ["Flat", "Pattern", "PatternError", "parse"]

MAX_ALTERNATIVES = 256

Part = Text | Parameter | Wildcard
Flat = tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Pattern:
    """A path as written; `names` in written order, `alternatives` without groups, fullest first.

    It is spelled as in Express 5: `:name` is a segment or part of one, `*name` one or more segments, `{...}`
    may be absent, and a backslash takes the meaning from any of these.

        pattern = parse("/orders/:number{.:format}")
        pattern.names                          # ("number", "format")
        pattern.build(number=7, format="pdf")  # "/orders/7.pdf"

    It is read once and never changes; matching it is the table's work.
    """

    source: str
    tokens: tuple[Token, ...]
    names: tuple[str, ...]
    alternatives: tuple[Flat, ...]

    def __str__(self) -> str:
        """The path as it was written."""
        return self.source

    @property
    def optional(self) -> frozenset[str]:
        """Names that a match may leave out."""
        always = {part.name for part in self.tokens if not isinstance(part, Text | Group)}
        return frozenset(self.names) - always

    def build(self, /, **params: object) -> str:
        """The percent-encoded path with values put in; raise ValueError if one is missing or unknown.

        A wildcard takes a list; a group is there if all its parameters are; None is no value. Values become
        text, a slash in one is encoded, and the segments that mean no name (empty, `.` and `..`) are refused.
        """
        given = {name: value for name, value in params.items() if value is not None}
        unknown = sorted(params.keys() - set(self.names))
        if unknown:
            raise ValueError(f"{self.source!r} has no parameter {', '.join(map(repr, unknown))}")
        chosen = next((flat for flat in self.alternatives if _names(flat) == given.keys()), None)
        if chosen is None:
            raise ValueError(f"{self.source!r} cannot be built from {sorted(given)}")
        return "/" + "".join(_written(part, given) for part in chosen).lstrip("/")


def parse(path: str, *, repeats: bool = False) -> Pattern:
    """The pattern that a path spells; raise PatternError.

    Spellings of Express 4 such as `:id?`, `(.*)` and a bare `*` are refused with a hint that spells them
    anew. So are two parameters with no text between, one name used twice, and more than 256 alternatives.
    With `repeats` a name may be used again, as where a prefix is put before a path; the last one counts.
    """
    if not path.startswith(("/", "{/")):
        raise PatternError("a path must start with '/'", 0, f"write '/{path}'")
    tokens = tokens_of(path, repeats=repeats)
    if _ways(tokens) > MAX_ALTERNATIVES:
        message = f"more than {MAX_ALTERNATIVES} combinations of optional groups"
        raise PatternError(message, path.index("{"), "write several paths")
    alternatives = tuple(dict.fromkeys(map(_merged, _flattened(tokens))))
    for flat in alternatives:
        _refuse_neighbours(path, flat)
    return Pattern(path, tokens, tuple(dict.fromkeys(part.name for part in _named(tokens))), alternatives)


def _ways(tokens: tuple[Token, ...]) -> int:
    """How many alternatives there are, counted without making them."""
    return prod(1 + _ways(token.tokens) for token in tokens if isinstance(token, Group))


def _flattened(tokens: tuple[Token, ...]) -> Iterator[Flat]:
    """Every alternative, with a group before without it."""
    choices = (
        [*_flattened(token.tokens), ()] if isinstance(token, Group) else [(token,)] for token in tokens
    )
    return (tuple(chain.from_iterable(chosen)) for chosen in product(*choices))


def _merged(flat: Flat) -> Flat:
    """The same path, texts that have come to stand side by side made one."""
    merged: list[Part] = []
    for part in flat:
        if isinstance(part, Text) and merged and isinstance(merged[-1], Text):
            merged[-1] = Text(merged[-1].value + part.value)
        else:
            merged.append(part)
    return tuple(merged) or (Text("/"),)


def _refuse_neighbours(path: str, flat: Flat) -> None:
    """Raise PatternError for a path without its first slash, or with parameters that nothing separates."""
    if not isinstance(flat[0], Text) or not flat[0].value.startswith("/"):
        raise PatternError("a path must start with '/', with and without its optional groups", 0)
    for left, right in pairwise(flat):
        if not isinstance(left, Text) and not isinstance(right, Text):
            message = f"{right.name!r} follows {left.name!r} with no text between"
            offset = next((mark.start() for mark in re.finditer(rf"[:*]{right.name}\b", path)), 0)
            raise PatternError(message, offset, "put a character between them, or use regex:")


def _named(tokens: tuple[Token, ...]) -> Iterator[Parameter | Wildcard]:
    """Parameters and wildcards in written order, those inside groups too."""
    for token in tokens:
        if isinstance(token, Group):
            yield from _named(token.tokens)
        elif not isinstance(token, Text):
            yield token


def _names(flat: Flat) -> set[str]:
    """The names in one alternative."""
    return {part.name for part in flat if not isinstance(part, Text)}


def _written(part: Part, given: Mapping[str, object]) -> str:
    """A part with its value put in, percent-encoded; raise ValueError for a value that is no segment."""
    if isinstance(part, Text):
        return encoded_text(part.value)
    value = given[part.name]
    values = value if isinstance(part, Wildcard) and isinstance(value, list | tuple) else [value]
    segments = [str(each) for each in values]
    if not segments or {"", ".", ".."} & set(segments):
        raise ValueError(f"{part.name!r} cannot be {value!r} in a path")
    return "/".join(map(encoded_value, segments))
