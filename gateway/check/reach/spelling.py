"""What the parts of a path may hold: values of parameters, what a wildcard takes, what is below a prefix."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from gateway.check.reach.alphabet import Alphabet
from gateway.check.reach.automaton import Builder, Fragment, optional
from gateway.check.reach.expressions import whole
from gateway.routing.converters import Matching, whole_number
from gateway.routing.escapes import SLASH
from gateway.routing.row import Row


@dataclass
class Spelling:
    """Adds the parts of a row's path to a builder; not `is_exact` any more once one is too wide."""

    builder: Builder
    alphabet: Alphabet
    row: Row[Any]
    is_exact: bool = field(default=True, init=False)

    def slash(self) -> Fragment:
        """What parts two segments."""
        return self.builder.place(self.alphabet.bits["/"])

    def value(self, name: str | None) -> Fragment:
        """The value of a parameter within its segment, one character or more; None is just any."""
        return self._read(name)._replace(is_empty=False)

    def rest(self, name: str, *, redirects: bool, trims: bool) -> Fragment:
        """What a wildcard at the end takes: something, which may not end with a slash that is redirected."""
        if name in self.row.converters:
            value = self._read(name)
            if not (value.is_empty or trims):
                more = self.builder.sequence(self.slash(), self.value(name))
                return self.builder.sequence(value, optional(self.builder.repeated(more)))
            self.is_exact = False
        last = self.alphabet.every & ~(self.alphabet.bits["/"] if redirects else 0)
        return self.builder.sequence(self.anything(), self.builder.place(last))

    def below(self) -> Fragment:
        """What may follow a prefix: nothing, or a slash and what no encoded slash makes ambiguous."""
        if "path" in self.row.converters:
            self.is_exact = False
        if self.row.mounts:
            return optional(self.builder.sequence(self.slash(), self.anything()))
        dots = (self.builder.place(self.alphabet.bits["."]) for _ in "..")
        upwards = self.builder.sequence(self.anything(), *dots, self.anything())
        plain = self.anything(without=SLASH)
        return optional(self.builder.sequence(self.slash(), self.builder.either(plain, upwards)))

    def anything(self, without: str = "") -> Fragment:
        """Any text, or any without one character."""
        refused = self.alphabet.bits[without] if without else 0
        return optional(self.builder.repeated(self.builder.place(self.alphabet.every & ~refused)))

    def _read(self, name: str | None) -> Fragment:
        """What the converter of a parameter reads."""
        converter = None if name is None else self.row.converters.get(name)
        if isinstance(converter, Matching):
            return whole(self.builder, self.alphabet, converter.regex, self._in_segment)
        if converter is whole_number:
            return self.builder.repeated(self.builder.place(self._digits))
        if converter is not None:
            self.is_exact = False
        return self.builder.repeated(self.builder.place(self.alphabet.every & ~self.alphabet.bits["/"]))

    def _in_segment(self, reads: int) -> int:
        """Characters of a value as they are in a segment, where a slash is an encoded one."""
        slash, encoded = self.alphabet.bits["/"], self.alphabet.bits[SLASH]
        return reads & ~(slash | encoded) | (encoded if reads & slash else 0)

    @cached_property
    def _digits(self) -> int:
        """What a whole number is made of."""
        return self.alphabet.reading(lambda mark: mark.isascii() and mark.isdigit())
