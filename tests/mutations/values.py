"""Values of the wrong type, form or size."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tests.mutations.keys import misspellings
from tests.mutations.places import Place
from tests.mutations.subjects import Mutant, Subject

_OTHER = {
    "string": "oops",
    "integer": "7",
    "number": "1.5",
    "boolean": "true",
    "array": "[oops]",
    "object": "{oops: 1}",
    "null": "null",
}
_UNITS = ("duration", "size", "rate")
_ANY_LINE = ("line", "line-or-none", "regex", "mark", "parameter-kind")
_HUGE = "1000000000000000000"


def wrong_type(subject: Subject) -> Iterator[Mutant]:
    for place in subject.places:
        types = place.types | ({"integer"} if "number" in place.types else set())
        for type_, written in _OTHER.items() if types else ():
            if type_ not in types and not (type_ == "number" and "integer" in types):
                yield put(subject, place, written)


def nothing_written(subject: Subject) -> Iterator[Mutant]:
    """A key whose value was forgotten."""
    for place in subject.places:
        if place.types and place.key and "null" not in place.types:
            yield put(subject, place, "")


def quoted_number_or_boolean(subject: Subject) -> Iterator[Mutant]:
    for place in subject.places:
        plain = re.fullmatch(r"\d+|true|false", place.written) and place.is_plain
        if plain and place.types and "string" not in place.types:
            yield put(subject, place, f'"{place.written}"')


def old_boolean(subject: Subject) -> Iterator[Mutant]:
    for place in subject.places:
        if "boolean" in place.types and place.written in ("true", "false"):
            words = (
                ("yes", "no", "on", "off")
                if "string" in place.types
                else ("yes", "No", "on", "OFF", "y", "tru")
            )
            for word in words:
                yield put(subject, place, word)


def misspelt_choice(subject: Subject) -> Iterator[Mutant]:
    for place in subject.places:
        choices = [str(each) for each in place.schema.get("enum", ())]
        if place.is_plain and place.value.value in choices:
            words = [*misspellings(place.value.value), place.value.value.swapcase()]
            for word in words:
                if word not in choices:
                    yield put(subject, place, word)


def wrong_unit(subject: Subject) -> Iterator[Mutant]:
    for place in subject.places:
        number = re.match(r"[\d.]+", place.written)
        if place.format.removesuffix("-or-none") in _UNITS and number and place.is_plain:
            unit = place.written[number.end() :]
            for word in ("", "sec", "x", f" {unit}", f"{unit}z", "MiBs", "/", "/minute", ",5s"):
                yield put(subject, place, number[0] + word)


def odd_amount(subject: Subject) -> Iterator[Mutant]:
    """A duration, size or rate that is negative, no limit at all or, where it must be something, nothing."""
    for place in subject.places:
        found = re.fullmatch(r"([\d.]+)(\D.*)", place.written)
        if place.format.removesuffix("-or-none") in _UNITS and found and place.is_plain:
            is_limit = place.name in ("max_size", "max_file_size", "timeout")
            for number in ("-1", "9999999999999", *(["0"] if is_limit else [])):
                yield put(subject, place, f"{number}{found[2]}")


def odd_number(subject: Subject) -> Iterator[Mutant]:
    """A number that is negative, a fraction, or more than anything has; nothing is a number like others."""
    for place in subject.places:
        is_number = "integer" in place.types and not {"enum", "number"} & (place.types | place.schema.keys())
        if is_number and place.is_plain and re.fullmatch(r"\d+", place.written):
            for number in ("-1", "-0.5", _HUGE, f"{place.written}.5", f"{place.written}x"):
                yield put(subject, place, number)


def empty_value(subject: Subject) -> Iterator[Mutant]:
    """Text, a list or a mapping that holds nothing where the schema wants something."""
    for place in subject.places:
        schema = place.schema
        if place.is_scalar and schema.get("minLength") and place.value.value:
            yield put(subject, place, '""')
        elif place.is_list and place.inner and schema.get("minItems"):
            yield put(subject, place, "[]")
        elif place.is_map and place.inner and schema.get("required"):
            yield put(subject, place, "{}")


def blank_value(subject: Subject) -> Iterator[Mutant]:
    """A blank where text has a form, or is one of some words."""
    for place in subject.places:
        has_form = (place.format or "enum" in place.schema) and place.format not in _ANY_LINE
        if place.is_scalar and place.value.value and has_form:
            yield put(subject, place, '" "')


def put(subject: Subject, place: Place, written: str) -> Mutant:
    """Another value, told where it stands or at its key."""
    blank = " " if place.start and place.text[place.start - 1] == ":" else ""
    anchors = re.findall(r"&(\w+)", place.written)
    aliases = [each.start() for name in anchors for each in re.finditer(rf"\*{name}\b", place.text)]
    return subject.edited(place.start, place.end, blank + written, place.first, *aliases)
