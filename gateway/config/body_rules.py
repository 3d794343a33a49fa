"""What the keys of a `body:` must agree on, and which of several bodies could never be chosen."""

from __future__ import annotations

from collections.abc import Iterator
from mimetypes import guess_type
from typing import Any

from gateway.config.document import Map, Seq
from gateway.config.route_rules import every_body, every_route
from gateway.config.suggest import listed
from gateway.errors import Position, Problem

_TYPES = {
    "json": "application/json",
    "form": "application/x-www-form-urlencoded",
    "multipart": "multipart/form-data",
    "text": "text/plain",
    "bytes": "application/octet-stream",
}
_FORMS = ("form", "multipart")
_OF_PARSERS = {
    "strict": ("json",),
    "hook": ("json",),
    "nested": _FORMS,
    "max_fields": _FORMS,
    "max_depth": _FORMS,
    "max_files": ("multipart",),
    "max_file_size": ("multipart",),
    "charset": ("form", "multipart", "text"),
}


def body_problems(document: Map) -> Iterator[Problem]:
    """The problems of the bodies of all routes."""
    for item in every_route(document):
        bodies = every_body(item)
        for body in bodies:
            yield from _one(body, is_one_of=len(bodies) > 1)
        if isinstance(item.get("body"), Seq):
            yield from _unreachable(item["body"])


def _one(body: Map, *, is_one_of: bool) -> Iterator[Problem]:
    """The keys of one body go with its parser."""
    parser = _parser(body)
    if parser is None and is_one_of and "parser" not in {*body, *body.absent}:
        yield Problem(body.at, "GW011", 'each of several bodies needs a "parser"', "parser: json")
    for key in (key for key in _OF_PARSERS if key in body and parser not in _OF_PARSERS[key]):
        message = f'"{key}" goes with parser {listed(_OF_PARSERS[key])}, not with {parser or "none"}'
        yield Problem(body.key_at(key), "GW051", message)
    if parser in _FORMS and "max_depth" in body and body.get("nested") is not True:
        message = '"max_depth" goes with nested: true; the names of this form are not taken apart'
        yield Problem(body.key_at("max_depth"), "GW051", message)
    if parser is not None and ":" in parser and "types" not in body:
        message = "a parser of yours needs types: the content types it is for"
        yield Problem(body.value_at("parser"), "GW011", message, "types: [application/x-yaml]")


def _parser(body: Map) -> str | None:
    """The parser of a body, if there is one."""
    parser = body.get("parser", "json" if "schema" in body else None)
    return parser if isinstance(parser, str) else None


def _unreachable(bodies: Seq) -> Iterator[Problem]:
    """Each of several bodies has a type that none before it takes."""
    taken: dict[str, Position] = {}
    for index, body in enumerate(bodies):
        types = _types(body)
        hiding = [_taker(type_, taken) for type_ in types]
        if hiding and all(hiding):
            first = min(filter(None, hiding))
            message = f"no body gets here: that at {_short(first)} reads {listed(types, last='and')} already"
            yield Problem(bodies.value_at(index), "GW058", message)
        for type_ in types:
            taken.setdefault(type_, bodies.value_at(index))


def _types(body: Any) -> list[str]:
    """The content types of a body, in full and in lower case."""
    if not isinstance(body, Map):
        return []
    types = body.get("types")
    written = types if isinstance(types, Seq) else filter(None, [_TYPES.get(_parser(body) or "")])
    return [_full(type_.lower()) for type_ in written if isinstance(type_, str)]


def _full(type_: str) -> str:
    """A type without its abbreviations: `json` is application/json, `+json` is */*+json."""
    if type_.startswith("+"):
        return f"*/*{type_}"
    return type_ if "/" in type_ else guess_type(f"a.{type_}")[0] or type_


def _taker(type_: str, taken: dict[str, Position]) -> Position | None:
    """Where a type is taken already."""
    return next((at for known, at in taken.items() if _covers(known, type_)), None)


def _covers(known: str, type_: str) -> bool:
    """Whether every body of a type is one of another type, too."""
    main, _, sub = known.partition("/")
    its_main, _, its_sub = type_.partition("/")
    if main not in ("*", its_main):
        return False
    return sub in ("*", its_sub) or (sub.startswith("*+") and its_sub.endswith(sub[1:]))


def _short(at: Position) -> str:
    """A place in the same list."""
    return f"line {at.line}, column {at.column}"
