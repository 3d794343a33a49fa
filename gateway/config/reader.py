"""From the text of a YAML file to data with positions, within bounds and without surprises."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import takewhile
from pathlib import Path
from typing import Any

import yaml

from gateway.config.document import Map, Seq
from gateway.config.scalars import AmbiguousScalarError, scalar
from gateway.config.syntax import Stop, syntax_problem
from gateway.errors import ConfigSyntaxError, Position, Problem

LARGEST_FILE = 4 * 1024 * 1024
DEEPEST = 50
MOST_ALIASED = 200_000
LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

LINE_BREAK = re.compile("\r\n|[\r\n\x85\u2028\u2029]")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufeff\ufffe\uffff]")


def load(file: Path) -> Map:
    """The mapping a file holds; raise ConfigSyntaxError with every problem that can be seen."""
    return parse(text_of(file), str(file))


def text_of(file: Path) -> str:
    """The text of a file in UTF-8; raise ConfigSyntaxError if it cannot be read or is not text."""
    start = Position(str(file), 1, 1)
    try:
        content = _content(file)
    except OSError as error:
        message = f"{file.name} cannot be read: {(error.strerror or str(error)).lower()}"
        raise ConfigSyntaxError([Problem(start, "GW095", message)]) from error
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        lines = content[: error.start].decode("utf-8", "replace").split("\n")
        text = content.split(b"\n")[len(lines) - 1].decode("utf-8", "replace")
        place = Position(str(file), len(lines), len(lines[-1]) + 1, 1, text.rstrip("\r"))
        message = f"not UTF-8: byte 0x{content[error.start]:02x} begins no character"
        raise ConfigSyntaxError([Problem(place, "GW001", message, "save the file as UTF-8")]) from error


def _content(file: Path) -> bytes:
    """The bytes of a file that is one and is not too large."""
    start = Position(str(file), 1, 1)
    if not file.exists():
        help_ = "looked at the argument, GATEWAY_CONFIG and ./gateway.yaml"
        raise ConfigSyntaxError([Problem(start, "GW095", f"{file.name} not found in {file.parent}", help_)])
    if not file.is_file():
        message = f"{file.name} is {'a folder' if file.is_dir() else 'no regular file'}, not a configuration"
        raise ConfigSyntaxError([Problem(start, "GW095", message)])
    with file.open("rb") as stream:
        content = stream.read(LARGEST_FILE + 1)
    if len(content) > LARGEST_FILE:
        message = f"the file is larger than {LARGEST_FILE // 1024 // 1024} MiB"
        raise ConfigSyntaxError([Problem(start, "GW001", message, "split it with include:")])
    return content


def parse(text: str, file: str, *, loader: Any = LOADER) -> Map:
    """The mapping a text holds; raise ConfigSyntaxError with every problem that can be seen."""
    reader = _Reader(text, file, loader)
    try:
        document = reader.document()
    except Stop as stop:
        raise ConfigSyntaxError([*reader.problems, stop.problem]) from None
    except yaml.YAMLError as error:
        raise ConfigSyntaxError([*reader.problems, syntax_problem(error, file, reader.lines)]) from None
    if reader.problems:
        raise ConfigSyntaxError(reader.problems)
    return document


class _Reader:
    """Makes data of the events of one file."""

    def __init__(self, text: str, file: str, loader: Any) -> None:
        """Begin to parse; nothing is read before the first event is asked for."""
        self.file = file
        self.lines = LINE_BREAK.split(text)
        self.problems: list[Problem] = []
        self._text = text
        self._anchors: dict[str, tuple[Any, int, int]] = {}
        self._open: set[str] = set()
        self._read = self._aliased = self._deepest = 0
        self._events: Iterator[Any] = yaml.parse(text, Loader=loader)

    def document(self) -> Map:
        """The one mapping of the file."""
        self._refuse_control_characters()
        next(self._events)
        if isinstance(next(self._events), yaml.StreamEndEvent):
            start = Position(self.file, 1, 1, 1, self.lines[0])
            raise Stop(start, "the file is empty", "it begins with: version: 1")
        first = next(self._events)
        value = self._value(first, 0)
        next(self._events)
        following = next(self._events)
        if isinstance(following, yaml.DocumentStartEvent):
            raise Stop(self._at(following), "a second document begins here; one file is one document")
        if not isinstance(value, Map):
            message = "a configuration is a mapping of keys to values"
            raise Stop(self._at(first), message, "it begins with: version: 1")
        return value

    def _refuse_control_characters(self) -> None:
        """YAML has none; the C loader does not say where they are."""
        found = _CONTROL.search(self._text)
        if found:
            before = LINE_BREAK.split(self._text[: found.start()])
            place = Position(self.file, len(before), len(before[-1]) + 1, 1, self.lines[len(before) - 1])
            message = f"not valid YAML: the character U+{ord(found.group()):04X} cannot stand in a file"
            raise Stop(place, message, "inside double quotes it can be written as an escape")

    def _at(self, event: Any) -> Position:
        """The place of an event; a scalar's width is that of its first line."""
        start, end = event.start_mark, event.end_mark
        line = self.lines[start.line] if start.line < len(self.lines) else ""
        width = (end.column if end.line == start.line else len(line)) - start.column
        return Position(self.file, start.line + 1, start.column + 1, max(width, 1), line)

    def _report(self, at: Position, rule: str, message: str, help_: str = "") -> None:
        """Note a problem that does not keep the rest from being read."""
        self.problems.append(Problem(at, rule, message, help_))

    def _value(self, event: Any, depth: int) -> Any:
        """What an event stands for."""
        if isinstance(event, yaml.AliasEvent):
            return self._alias(event, depth)
        if event.tag is not None:
            self._report(self._at(event), "GW001", f"tags are not read: {_tag(event)}", "remove the tag")
        self._reach(event, depth)
        return self._content(event, depth) if event.anchor is None else self._anchored(event, depth)

    def _reach(self, event: Any, depth: int) -> None:
        """Note how deep a value is, and refuse what is too deep."""
        self._deepest = max(self._deepest, depth)
        if depth > DEEPEST:
            raise Stop(self._at(event), f"nested more than {DEEPEST} levels deep")

    def _anchored(self, event: Any, depth: int) -> Any:
        """A value that has a name, whose size and depth count again wherever the name stands."""
        before, outer, self._deepest = self._read, self._deepest, depth
        self._open.add(event.anchor)
        value = self._content(event, depth)
        self._open.discard(event.anchor)
        self._anchors[event.anchor] = (value, self._read - before + 1, self._deepest - depth)
        self._deepest = max(outer, self._deepest)
        return value

    def _content(self, event: Any, depth: int) -> Any:
        """A mapping, a list, or a scalar by the rules of YAML 1.2."""
        self._read += 1
        if isinstance(event, yaml.MappingStartEvent):
            return self._mapping(event, depth)
        if isinstance(event, yaml.SequenceStartEvent):
            return self._sequence(event, depth)
        if not event.implicit[0] or event.style:
            return event.value
        try:
            return scalar(event.value)
        except AmbiguousScalarError as error:
            self._report(self._at(event), "GW003", str(error), error.hint)
            return event.value

    def _alias(self, event: Any, depth: int) -> Any:
        """The value that an alias names."""
        if event.anchor in self._open:
            raise Stop(self._at(event), f"the alias *{event.anchor} stands inside what it names")
        if event.anchor not in self._anchors:
            raise Stop(self._at(event), f"no anchor &{event.anchor} is written before this alias")
        value, size, height = self._anchors[event.anchor]
        self._reach(event, depth + height)
        self._read += size
        self._aliased += size
        if self._aliased > MOST_ALIASED:
            raise Stop(self._at(event), f"aliases stand for more than {MOST_ALIASED} values")
        return value

    def _sequence(self, start: Any, depth: int) -> Seq:
        """A list, up to its end."""
        sequence = Seq(self._at(start))
        for event in takewhile(_begins, self._events):
            sequence.put(self._value(event, depth + 1), self._at(event))
        return sequence

    def _mapping(self, start: Any, depth: int) -> Map:
        """A mapping, up to its end."""
        mapping = Map(self._at(start))
        merged: list[tuple[Any, Position]] = []
        for event in takewhile(_begins, self._events):
            key_at = self._at(event)
            key = self._key(event)
            following = next(self._events)
            value, value_at = self._value(following, depth + 1), self._at(following)
            if key == "<<" and event.implicit[0] and not event.style:
                merged.append((value, value_at))
            elif key in mapping:
                message = f'duplicate key "{key}"; first defined at line {mapping.key_at(key).line}'
                self._report(key_at, "GW002", message)
            else:
                mapping.put(key, value, key_at, value_at)
        self._merge(mapping, merged)
        return mapping

    def _key(self, event: Any) -> str:
        """A key, which is always text."""
        if not isinstance(event, yaml.ScalarEvent):
            hint = "inside {...} quote a reference" if isinstance(event, yaml.MappingStartEvent) else ""
            raise Stop(self._at(event), "a key is plain text, not an alias, a list or a mapping", hint)
        if event.tag is not None:
            self._report(self._at(event), "GW001", f"tags are not read: {_tag(event)}", "remove the tag")
        return str(event.value)

    def _merge(self, mapping: Map, merged: list[tuple[Any, Position]]) -> None:
        """Add the keys of `<<` that the mapping does not have itself."""
        for _, at in merged[1:]:
            self._report(at, "GW002", 'duplicate key "<<"; it takes a list of mappings')
        sources = [(source, at) for value, at in merged[:1] for source in _each(value)]
        for source, at in sources:
            if not isinstance(source, Map):
                self._report(at, "GW001", "<< takes a mapping or a list of mappings", "<<: *name")
                continue
            for key in [key for key in source if key not in mapping]:
                mapping.take(key, source)


def _each(value: Any) -> list[Any]:
    """One value or the items of a list."""
    return value if isinstance(value, Seq) else [value]


def _begins(event: Any) -> bool:
    """Whether an event is no end of a list or mapping."""
    return not isinstance(event, yaml.CollectionEndEvent)


def _tag(event: Any) -> str:
    """A tag as it is written."""
    return str(event.tag).replace("tag:yaml.org,2002:", "!!")
