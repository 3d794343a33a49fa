"""Routes that say too little, too much, or the same again."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from tests.mutations.keys import inserted, misspellings, removed
from tests.mutations.places import Place
from tests.mutations.subjects import Mutant, Subject, line_of
from tests.mutations.values import put

KINDS = ("handler", "view", "static", "file", "redirect", "respond", "mount", "routes")


def duplicate_route(subject: Subject) -> Iterator[Mutant]:
    """The same route again, told at the second."""
    for place in _routes(subject):
        if "routes" not in place.value_keys:
            yield _again(subject, place)


def kind_of_answer_twice(subject: Subject) -> Iterator[Mutant]:
    for place in _routes(subject):
        for kind, value in (("handler", "handlers.a:b"), ("view", "a.html"), ("redirect", "/a")):
            if kind not in place.value_keys:
                kinds = [each.first for each in place.inner if each.name in KINDS]
                yield _with(subject, place, kind, value, *kinds)


def no_kind_of_answer(subject: Subject) -> Iterator[Mutant]:
    for place in _routes(subject):
        for each in place.inner:
            if each.name in KINDS:
                yield removed(subject, each, place.first)


def no_path(subject: Subject) -> Iterator[Mutant]:
    for place in _routes(subject):
        for each in place.inner:
            if each.name in ("path", "regex", "prefix"):
                yield removed(subject, each, place.first, *(p.first for p in place.inner))


def path_and_regex(subject: Subject) -> Iterator[Mutant]:
    for place in _routes(subject):
        if "path" in place.value_keys:
            yield _with(subject, place, "regex", "^/a$", place.first)
            yield _with(subject, place, "prefix", "/a", place.first)


def key_of_another_kind(subject: Subject) -> Iterator[Mutant]:
    """A key that goes with other kinds of answer."""
    for place in _routes(subject):
        kinds = {*KINDS} & place.value_keys
        for key, value, fitting in (
            ("data", "handlers.a:b", {"view"}),
            ("layout", "none", {"view", "handler"}),
            ("query", "{a: {type: string, default: b}}", {"handler"}),
            ("body", "{parser: json}", {"handler"}),
            ("type", "html", {"handler"}),
        ):
            if key not in place.value_keys and not kinds & fitting:
                yield _with(subject, place, key, value)


def method_in_small_letters(subject: Subject) -> Iterator[Mutant]:
    for place in _methods(subject):
        yield put(subject, place, place.written.lower())
        yield put(subject, place, place.written.capitalize())


def unknown_method(subject: Subject) -> Iterator[Mutant]:
    for place in _methods(subject):
        for word in misspellings(place.value.value):
            yield put(subject, place, word)


def any_among_methods(subject: Subject) -> Iterator[Mutant]:
    for place in _methods(subject):
        if place.value.value != "ANY":
            yield subject.edited(place.end, place.end, ", ANY")


def path_without_slash(subject: Subject) -> Iterator[Mutant]:
    for place in _paths(subject):
        if len(place.value.value) > 1 and place.value.value.startswith("/"):
            at = place.text.index("/", place.start)
            yield subject.edited(at, at + 1, "")


def unbalanced_braces(subject: Subject) -> Iterator[Mutant]:
    for place in _paths(subject):
        for path in (f"{place.value.value}{{", f"{place.value.value}}}", f"{place.value.value}/{{a"):
            yield _put_path(subject, place, path)


def path_of_another_language(subject: Subject) -> Iterator[Mutant]:
    """What Express 1, Flask, OpenAPI and shells would write."""
    for place in _paths(subject):
        path = place.value.value.rstrip("/")
        for more in (
            "/:",
            "/*",
            "/:id?",
            "/:id(\\d+)",
            "/<id>",
            "/<int:id>",
            "/{id}",
            "/[id]",
            "/a?b=c",
            "/#a",
        ):
            yield _put_path(subject, place, path + more)


def parameter_twice(subject: Subject) -> Iterator[Mutant]:
    for place in _paths(subject):
        yield _put_path(subject, place, f"{place.value.value.rstrip('/')}/:again/:again")


def parameter_not_in_the_path(subject: Subject) -> Iterator[Mutant]:
    """A misspelt parameter under `params`, or in the path."""
    for place in subject.places:
        holder = place.holder
        if holder and holder.name == "params" and "routes" in holder.path and place.key:
            for word in misspellings(place.name):
                yield subject.edited(place.first, place.key.end_mark.index, word)


def unknown_kind_of_parameter(subject: Subject) -> Iterator[Mutant]:
    for place in subject.places:
        if place.format == "parameter-kind":
            for word in ("integer", "str", "nt", "int?", "uuid"):
                yield put(subject, place, word)


def broken_regex(subject: Subject) -> Iterator[Mutant]:
    for place in _regexes(subject):
        for more in ("(", "[a-", "(?P<a", "*+*", "(?P<1>a)", "\\"):
            yield put(subject, place, "'" + place.value.value.replace("'", "''") + more + "'")


def endless_regex(subject: Subject) -> Iterator[Mutant]:
    for place in _regexes(subject):
        for pattern in ("^/(a+)+$", "^/(a|a)*$", "^/(\\w+\\s?)*$", "^/(.*,)*x$"):
            yield put(subject, place, f"'{pattern}'")


def redirect_to_itself(subject: Subject) -> Iterator[Mutant]:
    for place in subject.places:
        if place.format == "redirect-to":
            route = place.holder if place.name == "redirect" else place.holder and place.holder.holder
            path = route.at("path") if route and not route.at("methods") else None
            if path and path.is_scalar and ":" not in path.value.value:
                yield put(subject, place, path.written)


def unknown_parameter_of_a_redirect(subject: Subject) -> Iterator[Mutant]:
    for place in subject.places:
        if place.format == "redirect-to" and place.value.value.startswith("/"):
            yield put(subject, place, f'"{place.value.value.rstrip("/")}/:nobody"')


def foreign_redirect(subject: Subject) -> Iterator[Mutant]:
    for place in subject.places:
        if place.format == "redirect-to":
            for word in ("//evil.example", "javascript:alert(1)", "http:/a", "www.example.org/a", "a b"):
                yield put(subject, place, word)


def odd_status(subject: Subject) -> Iterator[Mutant]:
    for place in subject.places:
        if place.name == "status" and place.is_plain and place.value.value.isdigit():
            for number in ("20", "99", "600", "2000", "OK", "0", "1.5"):
                yield put(subject, place, number)


def odd_error(subject: Subject) -> Iterator[Mutant]:
    for place in subject.places:
        if place.format == "error":
            for word in ("40x", "xx4", "200", "399", "600", "4XX", "3xx", "all", '"*"', "[404]"):
                yield put(subject, place, word)


def duplicate_name_of_a_route(subject: Subject) -> Iterator[Mutant]:
    names = [place for place in subject.places if place.name == "name" and place.format == "name"]
    for place, other in pairwise(names):
        yield put(subject, other, place.written)


def _put_path(subject: Subject, place: Place, path: str) -> Mutant:
    """Another path, told there or where the list of paths begins."""
    at = place.holder.start if place.holder and place.holder.is_list else place.start
    return put(subject, place, f"'{path}'").or_at({(subject.main, line_of(subject.text, at))})


def _routes(subject: Subject) -> list[Place]:
    """Every route and group."""
    return [
        place
        for place in subject.places
        if place.is_map and place.schema.get("title") == "a route" and "include" not in place.value_keys
    ]


def _methods(subject: Subject) -> list[Place]:
    return [p for p in subject.places if p.section == "methods" and p.is_scalar and "enum" in p.schema]


def _paths(subject: Subject) -> list[Place]:
    return [
        place
        for place in subject.places
        if place.format == "path" and "${" not in place.written and place.section in ("path", "prefix")
    ]


def _regexes(subject: Subject) -> list[Place]:
    return [place for place in subject.places if place.format == "regex"]


def _again(subject: Subject, place: Place) -> Mutant:
    """The route once more behind itself."""
    copy = re.sub(r"(?<=[{\s])name: [\w-]+,? ?|&\w+ ", "", place.text[place.first : place.end])
    if place.in_flow:
        return subject.edited(place.end, place.end, f", {copy}")
    dash = place.text.rfind("-", 0, place.first)
    blanks = "\n" + place.text[place.text.rfind("\n", 0, dash) + 1 : dash]
    return subject.edited(place.end, place.end, f"{blanks}{place.text[dash : place.first]}{copy}")


def _with(subject: Subject, place: Place, key: str, value: str, *also: int) -> Mutant:
    mutant = inserted(subject, place, key, value)
    moved = subject.edited(place.inner[0].first, place.inner[0].first, "", *also)
    shift = 0 if place.is_flow else 1
    lines = {(name, line + (shift if line > 0 else 0)) for name, line in moved.lines} if also else set()
    return Mutant(mutant.what, mutant.files, mutant.lines | lines)
