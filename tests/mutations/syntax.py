"""Text that is no YAML any more, or other YAML than was meant."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tests.mutations.places import Place
from tests.mutations.subjects import Mutant, Subject

_CONTROLS = ("\x00", "\x07", "\x1b", "\x7f", "\u0080", "\ufffe", "\ud800")


def tab_indentation(subject: Subject) -> Iterator[Mutant]:
    for at, indent in _indents(subject):
        yield subject.edited(at, at + len(indent), "\t")
        yield subject.edited(at, at + len(indent), indent + "\t")


def bad_indentation(subject: Subject) -> Iterator[Mutant]:
    """One blank more or less; told there, at the line before, or at the next key, which it does not fit."""
    keys = sorted(place.first for place in subject.everything)
    for at, indent in _indents(subject):
        around = (
            subject.text.rfind("\n", 0, at - 1) + 1,
            next((key for key in keys if key > at + len(indent)), at),
        )
        outer = [place.end for place in subject.everything if place.first == at + len(indent)]
        following = [key for key in keys if key > max(outer)][:1]
        for blanks in (indent[1:], indent + " "):
            yield subject.edited(at, at + len(indent), blanks, *around, *following)


def unclosed_bracket(subject: Subject) -> Iterator[Mutant]:
    """Told where it begins, or where it should end."""
    for place in _checked(subject):
        if place.is_flow and place.written[-1:] in ("]", "}"):
            yield subject.edited(place.end - 1, place.end, "", place.start)
            yield subject.edited(place.start, place.start + 1, "", place.end)
            other = "]" if place.written[-1] == "}" else "}"
            yield subject.edited(place.end - 1, place.end, other, place.start)


def unclosed_quote(subject: Subject) -> Iterator[Mutant]:
    for place in _checked(subject):
        if place.is_scalar and place.written[:1] in ("'", '"'):
            yield subject.edited(place.end - 1, place.end, "", place.start)
            if "#" not in place.written:
                yield subject.edited(place.start, place.start + 1, "", place.end)


def missing_comma(subject: Subject) -> Iterator[Mutant]:
    for place in _checked(subject):
        for before, after in zip(place.inner, place.inner[1:], strict=False):
            if before.in_flow:
                yield subject.edited(before.end, after.first, " ", before.first)


def colon_without_space(subject: Subject) -> Iterator[Mutant]:
    for place in _checked(subject):
        if place.key and place.text[place.key.end_mark.index : place.start] == ": ":
            yield subject.edited(place.key.end_mark.index, place.start, ":", place.first)


def missing_colon(subject: Subject) -> Iterator[Mutant]:
    """Told there, or at the next line, which does not go on."""
    for place in _checked(subject):
        if place.key and place.text[place.key.end_mark.index : place.start].startswith(":"):
            end = place.key.end_mark.index
            following = [each.first for each in subject.everything if each.first > end][:2]
            yield subject.edited(end, end + 1, "", place.first, *following)


def colon_in_text(subject: Subject) -> Iterator[Mutant]:
    for place in subject.places:
        if place.is_plain and place.value.value and place.holder and place.holder.is_map:
            yield subject.edited(place.end, place.end, " a: b", place.first)


def unquoted_reference(subject: Subject) -> Iterator[Mutant]:
    """`[${X}]`, which is a mapping to YAML."""
    for place in subject.places:
        if place.in_flow and place.is_scalar and place.written.startswith('"${'):
            yield subject.edited(place.start, place.end, place.value.value)


def list_without_dash(subject: Subject) -> Iterator[Mutant]:
    """Told there, or at the item before if it goes on."""
    for place in subject.places:
        if place.holder and place.holder.is_list and not place.in_flow:
            dash = place.text.rfind("-", 0, place.first)
            index = int(place.path[-1])
            above = place.holder.inner[index - 1].first if index else place.holder.first
            yield subject.edited(dash, dash + 1, " ", place.first, above)
            yield subject.edited(dash, place.first, "-", place.first, above)


def unknown_alias(subject: Subject) -> Iterator[Mutant]:
    for place in subject.places:
        if place.holder and place.is_plain and place.value.value:
            yield subject.edited(place.start, place.end, "*gone")


def misspelt_alias(subject: Subject) -> Iterator[Mutant]:
    for found in re.finditer(r"(?<=[ \[])\*(\w+)", subject.text):
        yield subject.edited(found.start(1), found.end(1), found[1] + "x")


def tag(subject: Subject) -> Iterator[Mutant]:
    for place in subject.places:
        if place.is_plain and place.holder and place.value.value:
            yield subject.edited(place.start, place.start, "!!str ")


def second_document(subject: Subject) -> Iterator[Mutant]:
    end = len(subject.text)
    yield subject.edited(end, end, "---\nversion: 1\n")
    yield subject.edited(end, end, "...\nversion: 1\n", end + 4)


def control_character(subject: Subject) -> Iterator[Mutant]:
    for place in subject.places:
        if place.is_scalar and place.value.value:
            yield from (subject.edited(place.end, place.end, mark) for mark in _CONTROLS)


def mark_inside(subject: Subject) -> Iterator[Mutant]:
    """A byte order mark that does not stand at the beginning, or a blank that only looks like one."""
    for place in subject.places:
        if place.key and place.types:
            for mark in ("\ufeff", "\u00a0", "\u200b"):
                yield subject.edited(place.first, place.first, mark, *_equal(subject, place.name))


def smart_quote(subject: Subject) -> Iterator[Mutant]:
    for place in subject.places:
        if place.is_scalar and place.written[:1] == '"' and place.format:
            yield subject.edited(place.start, place.end, f"“{place.value.value}”")


def merge_conflict(subject: Subject) -> Iterator[Mutant]:
    for at in _lines(subject):
        yield subject.edited(at, at, "<<<<<<< HEAD\n")
        yield subject.edited(at, at, "=======\n")


def _checked(subject: Subject) -> list[Place]:
    """What is not free to be anything."""
    return [place for place in subject.places if place.types and (place.holder is None or place.holder.types)]


def _equal(subject: Subject, name: str) -> list[int]:
    """Where a name stands as a value."""
    return [each.start for each in subject.places if each.is_scalar and each.value.value == name]


def _lines(subject: Subject) -> list[int]:
    """Where lines begin that are no comments."""
    return [found.start() for found in re.finditer(r"^(?!\s*#)\s*\S", subject.text, re.MULTILINE)]


def _indents(subject: Subject) -> Iterator[tuple[int, str]]:
    """Where lines that hold a key or an item are indented, and by what."""
    for place in subject.places:
        begin = subject.text.rfind("\n", 0, place.first) + 1
        indent = subject.text[begin : place.first]
        if place.path and indent and not indent.strip():
            yield begin, indent
