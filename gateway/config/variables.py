"""The environment's values, put in where `${NAME}` is written."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from gateway.config.document import Map, Seq, section_of
from gateway.config.manifest import Declared, manifest
from gateway.config.suggest import did_you_mean
from gateway.errors import Position, Problem

REFERENCE = re.compile(r"(\$?)\$\{([A-Za-z_][A-Za-z0-9_]*)\}|(\$?)\$\{", re.ASCII)
_NOT_FILLED = ("env",)


class Variable(str):
    """Text of the environment: `names` are its variables, `kind` the declared type of a whole value."""

    __slots__ = ("kind", "names")

    names: tuple[str, ...]
    kind: str

    @classmethod
    def of(cls, text: str, names: tuple[str, ...], kind: str = "text") -> Variable:
        """A text and the variables it came from."""
        variable = cls(text)
        variable.names, variable.kind = names, kind
        return variable


class Secret(Variable):
    """Text that is never printed: `reveal` alone gives it."""

    __slots__ = ()

    def __repr__(self) -> str:
        """Three stars."""
        return "***"

    def __str__(self) -> str:
        """Three stars."""
        return "***"

    def __format__(self, spec: str) -> str:
        """Three stars."""
        return "***"

    def reveal(self) -> str:
        """The plain text."""
        return "".join(self)


class Unset(Variable):
    """Stands where a variable has no value."""

    __slots__ = ()


@dataclass(slots=True)
class Substitution:
    """Fills one document; `problems` is complete when it is done.

    What overlays of other environments declare for themselves is `elsewhere`.
    """

    declared: Mapping[str, Declared]
    require: bool
    used: dict[str, list[Position]] = field(default_factory=dict)
    unknown: dict[str, list[Position]] = field(default_factory=dict)
    elsewhere: set[str] = field(default_factory=set)
    problems: list[Problem] = field(default_factory=list)

    def fill(self, value: Any, at: Position) -> Any:
        """A value with its references replaced; None where an optional variable is not set."""
        if isinstance(value, str):
            return self._text(value, at) if "${" in value else value
        if isinstance(value, Map):
            return self._map(value)
        if isinstance(value, Seq):
            return self._seq(value)
        return value

    def top(self, document: Map) -> Map:
        """The document filled, but for the manifest itself and the overlays of other environments."""
        result = document.emptied()
        for key in document:
            if key in _NOT_FILLED:
                result.take(key, document)
            elif key == "environments":
                result.take(key, document)
                self._note_references(document[key])
            else:
                self._put(result, key, document)
        return result

    def _map(self, mapping: Map) -> Map:
        """A mapping filled; what is not set is remembered as absent."""
        result = mapping.emptied()
        for key in mapping:
            self._put(result, key, mapping)
        return result

    def _put(self, result: Map, key: str, mapping: Map) -> None:
        """Fill one value of a mapping."""
        value, at = mapping[key], mapping.value_at(key)
        filled = self.fill(value, at)
        if filled is None and value is not None:
            result.absent[key] = (REFERENCE.search(value)[2], at)  # type: ignore[index]
        else:
            result.put(key, filled, mapping.key_at(key), at)
        if "${" in key:
            message = f'a reference stands in values only, not in the key "{key}"'
            self.problems.append(Problem(mapping.key_at(key), "GW020", message))

    def _seq(self, sequence: Seq) -> Seq:
        """A list filled; what is not set is remembered as absent."""
        result = Seq(sequence.at)
        for index, value in enumerate(sequence):
            filled = self.fill(value, sequence.value_at(index))
            if filled is None and value is not None:
                result.absent.append((REFERENCE.search(value)[2], sequence.value_at(index)))  # type: ignore[index]
            else:
                result.put(filled, sequence.value_at(index))
        return result

    def _text(self, text: str, at: Position) -> Any:
        """A text filled: opaque if a part is secret, None if an optional part is not set."""
        names, pieces, end, secret = [], [], 0, False
        missing: Declared | None = None
        for found in REFERENCE.finditer(text):
            pieces.append(text[end : found.start()])
            end = found.end()
            if found[1] or found[3]:
                pieces.append(found[0][1:])
                continue
            declared = self._declared(found[2], found[0], at)
            names.append(found[2] or "")
            secret = secret or declared.secret
            missing = (
                declared if declared.value is None and (missing is None or missing.optional) else missing
            )
            pieces.append(declared.value or "")
        pieces.append(text[end:])
        if missing is not None:
            return None if missing.optional else Unset.of(text, tuple(names))
        if not names:
            return "".join(pieces)
        whole = len(names) == 1 and not pieces[0] and not pieces[-1]
        kind = self.declared[names[0]].kind if whole else "text"
        return (Secret if secret else Variable).of("".join(pieces), tuple(names), kind)

    def _declared(self, name: str | None, written: str, at: Position) -> Declared:
        """The variable that a reference names; one that is not there is noted."""
        place = _within(at, written)
        if name is None:
            message = "${ begins a reference: ${NAME}"
            self.problems.append(Problem(place, "GW020", message, "write $${ where the text itself is meant"))
            return Declared(name="", at=at)
        known = self.declared.get(name)
        (self.unknown if known is None else self.used).setdefault(name, []).append(place)
        return known or Declared(name=name, at=at)

    def _note_references(self, value: Any) -> None:
        """Count what overlays of other environments use, so that an undeclared name is found there too."""
        self.elsewhere.update(section_of(value, "env") if isinstance(value, Map) else ())
        inner = value.values() if isinstance(value, Map) else value if isinstance(value, Seq) else ()
        places = (
            (value.value_at(key) for key in (value if isinstance(value, Map) else range(len(inner))))
            if inner
            else ()
        )
        for item, at in zip(inner, places, strict=True):
            if isinstance(item, str) and "${" in item:
                self._note_unknown(item, at)
            else:
                self._note_references(item)

    def _note_unknown(self, text: str, at: Position) -> None:
        """Count the references of one text."""
        for found in REFERENCE.finditer(text):
            if found[2] and not found[1] and found[2] not in self.declared.keys() | self.elsewhere:
                self.unknown.setdefault(found[2], []).append(_within(at, found[0]))


def substituted(document: Map, environ: Mapping[str, str], *, require: bool) -> tuple[Map, list[Problem]]:
    """The document with the environment's values, and what is undeclared, unset or unfit."""
    declared, problems = manifest(document, environ)
    work = Substitution(declared, require)
    result = work.top(document)
    problems += work.problems
    for name, places in work.unknown.items():
        problems.append(_undeclared(name, places, declared))
    for name, places in work.used.items():
        problems += _unset(declared[name], places) if require else ()
    return result, problems


def _undeclared(name: str, places: list[Position], declared: Mapping[str, Declared]) -> Problem:
    """That a variable is used which the manifest does not have."""
    message = f"${{{name}}} is not declared under env:{did_you_mean(name, declared)}"
    more = [place for place in places if place[:2] != places[0][:2]]
    also = f"also used at {_lines(more, places[0])}; " if more else ""
    return Problem(places[0], "GW020", message, f"{also}declare it: env: {{{name}: {{}}}}")


def _unset(declared: Declared, places: list[Position]) -> list[Problem]:
    """That a variable has no value although it is used."""
    if declared.value is not None or declared.optional or declared.unfit:
        return []
    message = f"{declared.name} is not set and has no default; used at {_lines(places, declared.at)}"
    help_ = f"set {declared.name}, or {declared.name}_FILE to the name of a file that holds it"
    return [Problem(declared.at, "GW021", message, help_)]


def _lines(places: list[Position], seen_from: Position) -> str:
    """Places as a sentence lists them, short where the file is the same."""
    names = ("line " if place.file == seen_from.file else f"{Path(place.file).name}:" for place in places)
    return ", ".join(dict.fromkeys(f"{name}{place.line}" for name, place in zip(names, places, strict=True)))


def _within(at: Position, written: str) -> Position:
    """Where in the line of a value a reference stands."""
    found = at.text.find(written, at.column - 1)
    if found < 0:
        return at
    return at._replace(column=found + 1, width=len(written))
