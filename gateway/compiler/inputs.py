"""Parsing of the query and the body put before a handler that declares them."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from gateway.config.contents import TYPES
from gateway.config.model import Body, Route
from gateway.config.plain import texts
from gateway.errors import Position
from gateway.http import charset
from gateway.http.bounds import USUAL, Bounds
from gateway.http.content_type import of_kinds, written_out
from gateway.http.forms import CHARSETS
from gateway.http.inputs import ParsedBody, QueryArguments, Reader
from gateway.http.parsers import FormParser, JsonParser, MultipartParser, OwnParser, Parser, TextParser
from gateway.resolution.functions import of_body
from gateway.resolution.names import Names
from gateway.resolution.paths import Path
from gateway.resolution.report import Report
from gateway.resolution.signatures import Answer

_CONTAINERS = ("object", "array")


def with_inputs(route: Route, answer: Answer, path: Path, report: Report, read: Reader | None) -> Answer:
    """The answer behind the parsing of its query and its body, if the route declares them."""
    if route.query:
        answer = _with_query(route, answer, path, report)
    if read is None:
        return answer
    taken = (answer.taken,) if isinstance(answer.taken, str) else answer.taken
    return Answer(ParsedBody(handler=answer.call, read=read), taken)


def reader(route: Route, names: Names, report: Report) -> Reader | None:
    """What reads the body of a route; None if it says nothing of what the body is."""
    said = [each for each in route.body if each.parser or each.required]
    if not said:
        return None
    mixed = any(each.max_size for each in said) and len(said) > 1
    parsers = tuple(_parser(each, names, report, mixed=mixed) for each in said)
    kinds = dict.fromkeys(written_out(kind) for each in parsers for kind in each.kinds)
    known = {
        kind: next((each, each.direct()) for each in parsers if of_kinds(kind, each.kinds))
        for kind in kinds
        if kind and "*" not in kind
    }
    return Reader(parsers=parsers, required=any(each.required for each in said), known=known)


def limit_of(route: Route, usual: int) -> int | None:
    """The most bytes of a body that are read: those of the largest parser; None if a route says none."""
    sizes = [each.max_size for each in route.body]
    return max(size or usual for size in sizes) if any(sizes) else None


def _with_query(route: Route, answer: Answer, path: Path, report: Report) -> Answer:
    """The answer behind the reading of its query; parameters of the path then go by name."""
    wanted = _wanted(route, answer, path)
    query = query_of(route, report)
    call = QueryArguments(handler=answer.call, query=query, names=wanted & route.query.keys())
    return Answer(call, tuple(sorted(wanted & path.names)))


def query_of(route: Route, report: Report) -> Any:
    """What reads the query of a route; None after noting a schema that is none."""
    return _compiled("Query", route.query, report, route.at.value_at("query"))


def _wanted(route: Route, answer: Answer, path: Path) -> frozenset[str]:
    """The names a handler takes, one by one."""
    if answer.taken is None:
        return path.names | route.query.keys()
    return frozenset({answer.taken} if isinstance(answer.taken, str) else answer.taken)


def _parser(said: Body, names: Names, report: Report, *, mixed: bool) -> Parser:
    """The parser that one item of a `body:` asks for; where several have limits, each has its own."""
    name = said.parser or "json"
    given: dict[str, Any] = {
        "name": name,
        "kinds": said.types or texts(TYPES.get(name, ())),
        "max_size": said.max_size if mixed else None,
        "usual_size": mixed and said.max_size is None,
        "inflates": said.inflate,
        "verify": of_body(said, "verify", names),
    }
    for kind in (kind for kind in said.types or () if not written_out(kind)):
        message = f'"{kind}" is neither a content type nor an extension that is known'
        report.add(said.at.value_at("types"), "GW015", message, "write the whole type: application/x-yaml")
    if said.schema is not None:
        given["schema"] = _compiled("BodySchema", said.schema, report, said.at.value_at("schema"))
    match name:
        case "json":
            hook = of_body(said, "hook", names)
            return JsonParser(strict=_is_strict(said), hook=hook, **given)
        case "form" | "multipart":
            return _form_parser(said, given, report)
        case "text":
            return TextParser(charset=charset.known(said.charset or "utf-8") or "utf-8", **given)
        case "bytes":
            return Parser(**given)
    call = of_body(said, "parser", names) or bytes
    return OwnParser(call=call, **given)


def _form_parser(said: Body, given: dict[str, Any], report: Report) -> Parser:
    """The parser of a form."""
    named = (said.charset or "utf-8").lower()
    if named not in CHARSETS:
        message = f"a form is in {' or '.join(CHARSETS)}, not in {named}"
        report.add(said.at.value_at("charset"), "GW015", message)
    bounds = Bounds(
        max_fields=said.max_fields,
        max_depth=said.max_depth,
        max_files=USUAL.max_files if said.max_files is None else said.max_files,
        max_file_size=said.max_file_size,
    )
    kind = FormParser if said.parser == "form" else MultipartParser
    encoding = CHARSETS.get(named, "utf-8")
    return kind(charset=encoding, nested=said.nested, bounds=bounds, lists=_lists(said.schema), **given)


def _is_strict(said: Body) -> bool:
    """Whether JSON must be an object or a list: as written, else unless the schema may allow more."""
    if said.strict is not None:
        return said.strict
    if said.schema is None:
        return True
    kinds = said.schema.get("type") if isinstance(said.schema, dict) else None
    return kinds is not None and all(
        each in _CONTAINERS for each in (kinds if isinstance(kinds, list) else [kinds])
    )


def _lists(schema: Any) -> frozenset[str]:
    """The fields of which a schema wants lists."""
    properties = schema.get("properties") if isinstance(schema, dict) else None
    if not isinstance(properties, dict):
        return frozenset()
    wanted = {name: each.get("type") for name, each in properties.items() if isinstance(each, dict)}
    return frozenset(name for name, kinds in wanted.items() if kinds is not None and "array" in kinds)


def _compiled(kind: str, schema: Any, report: Report, position: Position) -> Any:
    """A schema ready for requests; None after noting that it is none."""
    try:
        return getattr(import_module("gateway.http.schema"), kind)(schema)
    except ValueError as error:
        report.add(position, "GW081", str(error))
        return None
