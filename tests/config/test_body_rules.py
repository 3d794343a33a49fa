from __future__ import annotations

import pytest


def refusals(refused, body: str) -> list[str]:
    return refused(f"routes:\n  - {{path: /, handler: 'a:b', body: {body}}}")


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ("{parser: text, strict: true}", '3 GW051 "strict" goes with parser json, not with text'),
        ("{parser: form, hook: 'a:b'}", '3 GW051 "hook" goes with parser json, not with form'),
        ("{nested: true}", '3 GW051 "nested" goes with parser form or multipart, not with none'),
        ("{schema: {}, nested: true}", '3 GW051 "nested" goes with parser form or multipart, not with json'),
        (
            "{parser: json, max_fields: 5}",
            '3 GW051 "max_fields" goes with parser form or multipart, not with json',
        ),
        ("{parser: form, max_files: 5}", '3 GW051 "max_files" goes with parser multipart, not with form'),
        (
            "{parser: form, max_file_size: 5KB}",
            '3 GW051 "max_file_size" goes with parser multipart, not with form',
        ),
        (
            "{parser: bytes, charset: utf-8}",
            '3 GW051 "charset" goes with parser form, multipart or text, not with bytes',
        ),
        ("{parser: bytes, schema: {type: object}}", "3 GW051 bytes are no JSON, and so fit no schema"),
        (
            "{parser: json, strict: true, schema: {type: integer}}",
            "3 GW051 strict: true takes objects and lists",
        ),
        ("{parser: form, charset: utf-16}", "3 GW014 a form in utf-16 would have no & and ="),
        ("{parser: multipart, types: [text/html]}", "3 GW051 text/html has no parts"),
        ("{parser: json, charset: utf-16}", '3 GW051 "charset" goes with parser form, multipart or text'),
        ("{parser: 'a:b'}", "3 GW011 a parser of yours needs types: the content types it is for"),
        ("[{parser: json}, {max_size: 1KB}]", '3 GW011 each of several bodies needs a "parser"'),
        ("{verify: 'a:b'}", '3 GW011 "verify" needs a "parser"'),
        ("{types: json, required: true}", '3 GW011 "types" needs a "parser"'),
        ("{inflate: false}", '3 GW011 "inflate" needs a "parser"'),
        ("{parser: json, strict: true, schema: {type: [{a: b}]}}", "3 GW051 strict: true takes objects"),
        ("{parser: 'a:b', types: [x/y], nested: true}", '3 GW051 "nested" goes with parser form or'),
    ],
)
def test_keys_of_a_body_go_with_its_parser(refused, body: str, said: str) -> None:
    (found,) = refusals(refused, body)

    assert found.startswith(said)


@pytest.mark.parametrize(
    ("first", "second", "type_"),
    [
        ("parser: json", "parser: json, max_size: 1KB", "application/json"),
        ("parser: json", "parser: text, types: [json]", "application/json"),
        ("parser: json", "parser: text, types: [Application/JSON]", "application/json"),
        ("parser: bytes, types: ['*/*']", "parser: text", "text/plain"),
        ("parser: text, types: [text/*]", "parser: bytes, types: [text/csv]", "text/csv"),
        ("parser: json, types: [+json]", "parser: text, types: [application/x+json]", "application/x+json"),
        ("parser: json, types: [+json]", "parser: text, types: [application/*+json]", "application/*+json"),
    ],
)
def test_body_that_is_never_chosen_is_told(refused, first: str, second: str, type_: str) -> None:
    assert refusals(refused, f"[{{{first}}}, {{{second}}}]") == [
        f"3 GW058 no body gets here: that at line 3, column 38 reads {type_} already"
    ]


@pytest.mark.parametrize(
    "body",
    [
        "[{parser: json}, {parser: form}, {parser: multipart}, {parser: text}, {parser: bytes}]",
        "[{parser: json}, {parser: json, types: [+json]}]",
        "[{parser: text, types: [text/csv]}, {parser: text, types: [text/*]}, {parser: bytes, types: [a/*]}]",
        "[{parser: json}, {parser: bytes, types: [json, x-unknown]}]",
        "{parser: multipart, nested: true, max_depth: 5, max_fields: 5, max_files: 5, max_file_size: 5KB}",
        "{parser: json, strict: true, hook: 'a:b', verify: 'a:b', inflate: false}",
        "{parser: form, nested: true, charset: iso-8859-1}",
        "{parser: 'a:b', types: [+yaml], verify: 'a:b'}",
        "{max_size: 5KB}",
        "{parser: json, charset: UTF-8}",
        "{parser: json, strict: true, schema: {type: [object, 'null']}}",
        "{parser: json, strict: true, schema: {enum: [1]}}",
        "{parser: multipart, types: [multipart, multipart/mixed]}",
        "{parser: multipart, max_file_size: 1MiB}",
    ],
)
def test_bodies_that_make_sense_are_accepted(configured, body: str) -> None:
    assert configured(f"routes: [{{path: /, handler: 'a:b', body: {body}}}]").routes[0].body


@pytest.mark.parametrize(
    "body", ["[{parser: 5}, {parser: form}]", "[5, {parser: form}]", "[{parser: json, types: 5}]"]
)
def test_wrong_types_are_told_once(refused, body: str) -> None:
    assert [said.split()[1] for said in refusals(refused, body)] == ["GW014"]


def test_parser_that_is_not_set_is_not_asked_for(configured) -> None:
    text = "env: {P: {optional: true}}\n"
    text += "routes: [{path: /, handler: 'a:b', body: [{parser: json}, {parser: '${P}'}]}]"

    assert configured(text).routes[0].body[1].parser is None


@pytest.mark.parametrize(
    ("rest", "said"),
    [
        ("body: {parser: json}", ["GW082 requests with GET send no body, as a rule"]),
        ("methods: [GET, HEAD], body: {}", ["GW082 requests with GET and HEAD send no body, as a rule"]),
        ("methods: [GET, POST], body: {}", []),
        (
            "methods: [POST], body: {parser: form, max_depth: 5}",
            ['GW051 "max_depth" goes with nested: true; the names of this form are not taken apart'],
        ),
        (
            "methods: [POST], body: {parser: multipart, max_file_size: 2MiB}",
            ["GW014 no file can have 2MiB: the whole body may have 1MiB"],
        ),
        (
            "methods: [POST], body: {parser: multipart, max_size: 1KB, max_file_size: 2KB}",
            ["GW014 no file can have 2KB: the whole body may have 1KB"],
        ),
        ("methods: [POST], body: {parser: multipart, max_size: 2KB, max_file_size: 2KB}", []),
    ],
)
def test_what_never_counts_is_a_warning(configured, rest: str, said: list[str]) -> None:
    warnings = configured(f"routes: [{{path: /, handler: 'a:b', {rest}}}]").warnings

    assert [f"{warning.rule} {warning.message}" for warning in warnings] == said


def test_usual_size_is_that_of_the_settings(configured) -> None:
    text = "settings: {body: {max_size: 10MB}}\n"
    text += (
        "routes: [{path: /, methods: [POST], handler: 'a:b', body: {parser: multipart, max_file_size: 9MB}}]"
    )

    assert configured(text).warnings == ()


@pytest.mark.parametrize(
    "text",
    [
        "settings: {body: 5}\nroutes: [{path: /, handler: 'a:b', body: {}}]",
        "routes: [{path: /, handler: 'a:b', body: {parser: multipart, max_size: 5, max_file_size: 1KB}}]",
        "routes: [{path: /, handler: 'a:b', body: {parser: multipart, max_file_size: 1X}}]",
        "routes: [{path: /, handler: 'a:b', body: {parser: text, charset: utf-99}}]",
        "routes: [{path: /, handler: 'a:b', body: {parser: form, charset: utf-99}}]",
        "routes: [{path: /, handler: 'a:b', body: {parser: form, charset: 5}}]",
        "routes: [{path: /, handler: 'a:b', body: {parser: multipart, types: [5]}}]",
        "routes: [{path: /, handler: 'a:b', methods: 5, body: {}}]",
    ],
)
def test_wrong_value_is_told_once(refused, text: str) -> None:
    assert [said.split()[1] for said in refused(text)] in (["GW014"], ["GW016"])


def test_kind_is_another_word_for_parser(configured, refused) -> None:
    text = "routes:\n  - {path: /, handler: 'a:b', body: {kind: text, charset: latin-1}}"
    (body,) = configured(text).routes[0].body

    assert (body.parser, body.charset) == ("text", "latin-1")
    assert ["write one of them" in line for line in refusals(refused, "{kind: json, parser: json}")] == [True]


def test_parser_of_yours_needs_types_whatever_the_word(refused) -> None:
    assert ["needs types" in line for line in refusals(refused, "{kind: 'a:b'}")] == [True]
