"""Names that stand for nothing: variables, stacks, middleware, redirects, predicates, parameters."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from gateway.config.overlays import ALWAYS
from tests.mutations.keys import inserted, misspellings, removed
from tests.mutations.places import Place
from tests.mutations.subjects import Line, Mutant, Subject, line_of
from tests.mutations.values import put

_REFERENCE = re.compile(r"(?<!\$)\$\{([A-Z_0-9]+)\}")
_BUILT_IN = re.compile(r"[a-z_]+")


def undeclared_variable(subject: Subject) -> Iterator[Mutant]:
    """A misspelt reference."""
    names = {place.name for place in _entries(subject, "env")}
    for found in _REFERENCE.finditer(subject.text):
        for word in misspellings(found[1]):
            if word not in names:
                yield subject.edited(found.start(1), found.end(1), word)


def reference_left_open(subject: Subject) -> Iterator[Mutant]:
    """Told there, or at the variable, which nothing uses any more."""
    for found in _REFERENCE.finditer(subject.text):
        start = found.start()
        declared = subject.lines_with(rf"\b{found[1]}:")
        yield subject.edited(found.end() - 1, found.end(), "", start)
        if len(subject.lines_with(rf"\$\{{{found[1]}\}}")) == 1 and subject.text.count(found[0]) == 1:
            yield subject.edited(start + 1, start + 2, "", start).or_at(declared)
            yield subject.edited(start, start + 1, "", start).or_at(declared)


def variable_renamed(subject: Subject) -> Iterator[Mutant]:
    """Told where it is used, or at the new name."""
    for place in _entries(subject, "env"):
        if "gateway: ignore" not in subject.text:
            yield _renamed(subject, place, place.name + "X", subject.lines_with(rf"\{{{place.name}\}}"))


def variable_not_declared(subject: Subject) -> Iterator[Mutant]:
    for place in _entries(subject, "env"):
        if uses := _uses_of_variable(subject, place.name):
            yield removed(subject, place, *uses)


def variable_not_used(subject: Subject) -> Iterator[Mutant]:
    env = subject.root.at("env")
    if env and env.is_map:
        yield inserted(subject, env, "NEVER_USED", "{}")


def stack_renamed(subject: Subject) -> Iterator[Mutant]:
    for place in _entries(subject, "stacks"):
        for word in misspellings(place.name) if _is_used(subject, place) else ():
            yield _renamed(subject, place, word, _uses(subject, place))


def stack_gone(subject: Subject) -> Iterator[Mutant]:
    for place in _entries(subject, "stacks"):
        if _is_used(subject, place):
            yield _gone(subject, place)


def middleware_renamed(subject: Subject) -> Iterator[Mutant]:
    for place in _entries(subject, "middleware"):
        for word in misspellings(place.name) if _is_used(subject, place) else ():
            yield _renamed(subject, place, word, _uses(subject, place))


def middleware_gone(subject: Subject) -> Iterator[Mutant]:
    for place in _entries(subject, "middleware"):
        if _is_used(subject, place):
            yield _gone(subject, place)


def unknown_in_stack(subject: Subject) -> Iterator[Mutant]:
    """A misspelt name in a stack, or where a stack is named."""
    known = {place.name for section in ("stacks", "middleware") for place in _entries(subject, section)}
    for place in _named_layers(subject):
        for word in misspellings(place.value.value):
            if word not in known:
                yield put(subject, place, word)


def misspelt_layer_with_options(subject: Subject) -> Iterator[Mutant]:
    for place in subject.places:
        is_layer = place.key and place.holder and "patternProperties" in place.holder.schema
        for word in misspellings(place.name) if is_layer and _BUILT_IN.fullmatch(place.name) else ():
            yield subject.edited(place.first, place.key.end_mark.index, word)


def stack_in_a_circle(subject: Subject) -> Iterator[Mutant]:
    for place in _entries(subject, "stacks"):
        if place.is_list and place.inner:
            yield subject.edited(place.inner[0].first, place.inner[0].first, *_item(place, place.name))


def layer_twice(subject: Subject) -> Iterator[Mutant]:
    for place in subject.places:
        for each in place.inner if _is_stack(place) else ():
            if each.is_scalar:
                yield subject.edited(each.first, each.first, *_item(place, each.value.value))


def item_twice(subject: Subject) -> Iterator[Mutant]:
    """Text that a list has already, where the second could never count."""
    for place in subject.places:
        items = place.schema.get("items", {}) if place.is_list else {}
        for each in place.inner if items.get("type") == "string" and not _is_stack(place) else ():
            if each.is_scalar and "${" not in each.written:
                yield subject.edited(each.first, each.first, *_item(place, each.written))


def csrf_before_session(subject: Subject) -> Iterator[Mutant]:
    for place in subject.places:
        names = {each.value.value: each for each in place.inner if each.is_scalar} if _is_stack(place) else {}
        if {"csrf", "session"} <= names.keys():
            first, second = sorted((names["csrf"], names["session"]), key=lambda each: each.start)
            edits = [(first.start, first.end, second.written), (second.start, second.end, first.written)]
            yield subject.with_edits(edits, place.start)


def session_left_out(subject: Subject) -> Iterator[Mutant]:
    for place in subject.places:
        names = {each.value.value: each for each in place.inner if each.is_scalar} if _is_stack(place) else {}
        if {"csrf", "session"} <= names.keys():
            yield removed(subject, names["session"], place.start, names["csrf"].start)


def redirect_name_unknown(subject: Subject) -> Iterator[Mutant]:
    for place in subject.places:
        if place.format == "redirect-to" and re.fullmatch(r"[a-z]+", place.written):
            for word in misspellings(place.written):
                yield put(subject, place, word)


def predicate_unknown(subject: Subject) -> Iterator[Mutant]:
    for place in subject.places:
        if place.name == "predicate" and "when" in place.path:
            for word in misspellings(place.value.value):
                yield put(subject, place, word)


def without_what_is_not_there(subject: Subject) -> Iterator[Mutant]:
    for place in subject.places:
        if place.section == "without" and place.is_scalar:
            for word in misspellings(place.value.value):
                yield put(subject, place, word)


def default_stack_misspelt(subject: Subject) -> Iterator[Mutant]:
    for place in subject.places:
        if place.name == "default_stack":
            for word in misspellings(place.value.value):
                yield put(subject, place, word)


def environment_renamed(subject: Subject) -> Iterator[Mutant]:
    """One of those that are always there; told there, or at what it holds, which is for none now."""
    for place in _entries(subject, "environments"):
        for word in misspellings(place.name) if place.name in ALWAYS else ():
            lines = range(line_of(place.text, place.first), line_of(place.text, place.end) + 1)
            yield _renamed(subject, place, word, [(subject.main, line) for line in lines])


def _entries(subject: Subject, section: str) -> list[Place]:
    """The names that a section defines."""
    holder = subject.root.at(section)
    return holder.inner if holder and holder.is_map else []


def _is_stack(place: Place) -> bool:
    return place.is_list and (place.name == "stack" or place.path[:-1] == ("stacks",))


def _named_layers(subject: Subject) -> list[Place]:
    """Every name in a stack, and every name of a stack."""
    return [
        place
        for place in subject.everything
        if place.is_scalar
        and not {":", "$"} & {*place.value.value}
        and "own" not in place.path
        and (place.name == "stack" or (place.holder and _is_stack(place.holder)))
    ]


def _uses(subject: Subject, definition: Place) -> frozenset[Line]:
    """The lines on which a stack or a middleware is named."""
    return subject.lines_with(rf"(?<![\w.-]){definition.name}(?![\w.-])")


def _is_used(subject: Subject, definition: Place) -> bool:
    """Whether a stack or a middleware is named in another line, and no overlay defines it as well."""
    is_elsewhere = any(place.path[2:] == definition.path for place in subject.everything)
    return len(_uses(subject, definition)) > 1 and not is_elsewhere


def _gone(subject: Subject, place: Place) -> Mutant:
    """A definition left out, told where it is named."""
    mutant = removed(subject, place, place.first)
    last = line_of(place.text, place.end)
    gone = subject.text.count("\n") - str(mutant.files[subject.main]).count("\n")
    uses = {
        (file, line) if file != subject.main or line < last else (file, line - gone)
        for file, line in _uses(subject, place)
    }
    return mutant.or_at(uses)


def _uses_of_variable(subject: Subject, name: str) -> list[int]:
    return [found.start() for found in _REFERENCE.finditer(subject.text) if found[1] == name]


def _renamed(subject: Subject, place: Place, word: str, uses: Iterable[Line]) -> Mutant:
    assert place.key
    return subject.edited(place.first, place.key.end_mark.index, word).or_at(uses)


def _item(place: Place, name: str) -> tuple[str]:
    """An item as it is written before the first."""
    first = place.inner[0].first
    indent = first - place.text.rfind("\n", 0, first) - 1
    return (f"{name}, ",) if place.is_flow else (f"{name}\n{' ' * (indent - 2)}- ",)
