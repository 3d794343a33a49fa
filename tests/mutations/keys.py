"""Keys that are misspelt, unknown, missing, or written twice."""

from __future__ import annotations

from collections.abc import Iterator

from tests.mutations.places import Place
from tests.mutations.subjects import Mutant, Subject


def misspellings(word: str) -> list[str]:
    """A word with a letter dropped, doubled, swapped with the next, and replaced."""
    middle = len(word) // 2
    swapped = word[: middle - 1] + word[middle] + word[middle - 1] + word[middle + 1 :] if middle else word
    spelt = [
        word[:middle] + word[middle + 1 :],
        word[:middle] + word[middle] + word[middle:],
        swapped,
        word[:middle] + ("x" if word[middle] != "x" else "y") + word[middle + 1 :],
    ]
    return [each for each in dict.fromkeys(spelt) if each not in ("", word)]


def _is_closed(place: Place) -> bool:
    """Whether a mapping has keys that are known, and no others."""
    return place.is_map and place.schema.get("additionalProperties") is False


def misspelt_key(subject: Subject) -> Iterator[Mutant]:
    for place in subject.places:
        if place.holder and place.key and _is_closed(place.holder):
            start, end = place.first, place.key.end_mark.index
            others = {*place.holder.schema["properties"], *(each.name for each in place.holder.inner)}
            for word in misspellings(place.name):
                if word not in others:
                    yield subject.edited(start, end, word)


def unknown_key(subject: Subject) -> Iterator[Mutant]:
    for place in subject.places:
        if _is_closed(place):
            yield inserted(subject, place, "surprise", "1")


def duplicate_key(subject: Subject) -> Iterator[Mutant]:
    """Told at the second."""
    for place in subject.places:
        for each in place.inner if place.is_map else ():
            parted = ", " if each.in_flow else f"\n{_indent(each)}"
            yield subject.edited(each.end, each.end, parted + place.text[each.first : each.end])


def missing_key(subject: Subject) -> Iterator[Mutant]:
    """Told at the mapping or at its key."""
    for place in subject.places:
        holder = place.holder
        if holder and place.name in holder.schema.get("required", ()):
            yield removed(subject, place, holder.first, holder.start)


def inserted(subject: Subject, place: Place, key: str, value: str) -> Mutant:
    """A mapping with one more entry, its first."""
    if not place.inner:
        return subject.edited(place.start + 1, place.start + 1, f"{key}: {value}")
    first = place.inner[0]
    new = f"{key}: {value}, " if place.is_flow else f"{key}: {value}\n{_indent(first)}"
    return subject.edited(first.first, first.first, new.rstrip(" ") + " " * (len(new) - len(new.rstrip(" "))))


def removed(subject: Subject, place: Place, *also: int) -> Mutant:
    """A mapping or a list with one entry less."""
    assert place.holder
    siblings = place.holder.inner
    index = next(at for at, each in enumerate(siblings) if each.path == place.path)
    if index + 1 < len(siblings):
        return subject.edited(place.first, siblings[index + 1].first, "", *also)
    if index:
        return subject.edited(siblings[index - 1].end, place.end, "", *also)
    nothing = "" if place.in_flow else "{}" if place.holder.is_map else "[]"
    return subject.edited(place.first, place.end, nothing, *also)


def _indent(place: Place) -> str:
    """The blanks before what stands in a block."""
    return " " * (place.first - place.text.rfind("\n", 0, place.first) - 1)
