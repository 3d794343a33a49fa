"""What the keys of a `body:` must agree on, and which of several bodies could never be chosen."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from typing import Any

from gateway.config.contents import TYPES
from gateway.config.document import Map, Seq, section_of, texts_of
from gateway.config.route_rules import every_body, every_route
from gateway.config.suggest import listed
from gateway.config.units import size
from gateway.config.variables import Unset
from gateway.errors import Position, Problem

_SHORT = {
    "json": "application/json",
    "urlencoded": "application/x-www-form-urlencoded",
    "multipart": "multipart/*",
    "text": "text/plain",
    "txt": "text/plain",
    "html": "text/html",
    "bin": "application/octet-stream",
}
_USUAL = "1MiB"
_WITHOUT_BODY = {"GET", "HEAD"}
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
        yield from _sizes(item, document)
        yield from _unsent(item)
        if isinstance(item.get("body"), Seq):
            yield from _unreachable(item["body"])


def _one(body: Map, *, is_one_of: bool) -> Iterator[Problem]:
    """The keys of one body go with its parser."""
    parser = _parser(body)
    if "parser" in body and "kind" in body:
        yield Problem(body.key_at("kind"), "GW051", "kind is another word for parser; write one of them")
    if parser is None and is_one_of and {"parser", "kind"}.isdisjoint({*body, *body.absent}):
        yield Problem(body.at, "GW011", 'each of several bodies needs a "parser"', "parser: json")
    for key in (key for key in _OF_PARSERS if key in body and parser not in _OF_PARSERS[key]):
        if key == "charset" and parser == "json" and str(body[key]).lower() == "utf-8":
            continue  # all JSON is
        message = f'"{key}" goes with parser {listed(_OF_PARSERS[key])}, not with {parser or "none"}'
        yield Problem(body.key_at(key), "GW051", message)
    if parser in _FORMS and "max_depth" in body and body.get("nested") is not True:
        message = '"max_depth" goes with nested: true; the names of this form are not taken apart'
        yield Problem(body.key_at("max_depth"), "GW051", message, "nested: true", "warning")
    yield from _fit(body, parser)
    for key in (key for key in ("types", "inflate", "verify") if parser is None and key in body):
        yield Problem(body.key_at(key), "GW011", f'"{key}" needs a "parser"', "parser: json")
    if parser is not None and ":" in parser and "types" not in body:
        message = "a parser of yours needs types: the content types it is for"
        key = "parser" if "parser" in body else "kind"
        yield Problem(body.value_at(key), "GW011", message, "types: [application/x-yaml]")


def _fit(body: Map, parser: str | None) -> Iterator[Problem]:
    """The values of one body fit each other."""
    if parser == "bytes" and "schema" in body:
        message = "bytes are no JSON, and so fit no schema"
        yield Problem(body.key_at("schema"), "GW051", message, "parser: json")
    schema = body.get("schema")
    kinds = schema.get("type") if isinstance(schema, Map) else None
    takes_more = kinds is None or any(each in ("object", "array") for each in _each(kinds))
    if body.get("strict") is True and not takes_more:
        message = "strict: true takes objects and lists only, and the schema takes neither"
        yield Problem(body.value_at("strict"), "GW051", message, "leave strict out: the schema says enough")
    charset = body.get("charset")
    if parser in _FORMS and isinstance(charset, str) and not _writes_ascii(charset):
        message = f"a form in {charset} would have no & and =; they are found as ASCII"
        yield Problem(body.value_at("charset"), "GW014", message, "charset: iso-8859-1")
    for type_, at in texts_of(body, "types") if parser == "multipart" else ():
        if not isinstance(type_, Unset) and not _full(type_.lower()).startswith("multipart/"):
            message = f"{type_} has no parts; parser multipart is for multipart/form-data and its like"
            yield Problem(at, "GW051", message)


def _each(value: Any) -> list[Any]:
    """One value or the items of a list."""
    return value if isinstance(value, list) else [value]


def _writes_ascii(charset: str) -> bool:
    """Whether a charset writes ASCII as it is; one that is unknown is told already."""
    with suppress(LookupError, ValueError):
        return "a=b&c".encode(charset) == b"a=b&c"
    return True


def _parser(body: Map) -> str | None:
    """The parser of a body, if there is one."""
    parser = body.get("parser", body.get("kind", "json" if "schema" in body else None))
    return parser if isinstance(parser, str) else None


def _sizes(item: Map, document: Map) -> Iterator[Problem]:
    """No file of a form is larger than the form may be."""
    for body in every_body(item):
        default = section_of(section_of(document, "settings"), "body").get("max_size", _USUAL)
        whole, one = body.get("max_size", default), body.get("max_file_size")
        with suppress(ValueError):
            if isinstance(one, str) and isinstance(whole, str) and size(one) > size(whole):
                message = f"no file can have {one}: the whole body may have {whole}"
                at = body.value_at("max_file_size")
                yield Problem(at, "GW014", message, f"max_size: {one}, or more", "warning")


def _unsent(item: Map) -> Iterator[Problem]:
    """A body comes with methods that send one."""
    methods = item.get("methods", ["GET"])
    if "body" in item and isinstance(methods, list) and methods and {*map(str, methods)} <= _WITHOUT_BODY:
        message = (
            f"requests with {listed([str(each) for each in methods], last='and')} send no body, as a rule"
        )
        yield Problem(item.key_at("body"), "GW082", message, "methods: [POST]", "warning")


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
    written = _each(types) if isinstance(types, str | list) else [TYPES.get(_parser(body) or "")]
    return [_full(type_.lower()) for type_ in written if isinstance(type_, str)]


def _full(type_: str) -> str:
    """A type without its abbreviations: `json` is application/json, `+json` is */*+json."""
    if type_.startswith("+"):
        return f"*/*{type_}"
    return _SHORT.get(type_, type_)


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
