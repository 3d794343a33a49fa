from __future__ import annotations

from typing import Any

import pytest

from gateway.config.formats import CHECKS, value_of
from gateway.config.fragments import joined


def formats(schema: Any) -> set[str]:
    if isinstance(schema, dict):
        own = {schema["format"]} if isinstance(schema.get("format"), str) else set()
        return own.union(*(formats(value) for value in schema.values()))
    return set().union(*(formats(item) for item in schema)) if isinstance(schema, list) else set()


def test_every_format_of_the_schema_is_checked() -> None:
    assert formats(joined()) <= CHECKS.keys()


@pytest.mark.parametrize(
    ("format_", "text"),
    [
        ("duration", "5m"),
        ("duration-or-none", "none"),
        ("size", "5MB"),
        ("rate", "5/m"),
        ("path", "/a/:id{/*rest}"),
        ("path", "{/:lang}/a"),
        ("path-or-none", "none"),
        ("plain-path", "/login/call-back_1.2~3"),
        ("plain-path-or-none", "none"),
        ("regex", r"^/a(\d+)$"),
        ("object", "handlers.users:show"),
        ("object", "a:B.c"),
        ("error", "4xx"),
        ("error", "handlers.errors:Out"),
        ("parameter-kind", "int"),
        ("none", "none"),
        ("name", "web-2_x"),
        ("variable", "SESSION_KEY"),
        ("token", "X-Request-Id"),
        ("extension", ".html"),
        ("line-or-none", "none"),
        ("parameter", "id"),
        ("etag", "none"),
        ("etag", "handlers.tags:etag"),
        ("identifier", "full_name"),
        ("engine", ".md"),
        ("predicate", "an image"),
        ("asked-header", "X-Api"),
        ("method-header", "X-HTTP-Method-Override"),
        ("bare-extension", "html"),
        ("mark", "<%"),
        ("trimmed", "v 2"),
    ],
)
def test_text_that_fits_is_accepted(format_: str, text: str) -> None:
    try:
        CHECKS[format_](text)
        refusal = None
    except ValueError as error:
        refusal = str(error)

    assert refusal is None


@pytest.mark.parametrize(
    ("format_", "text", "message"),
    [
        ("path", "items", 'write "/items"'),
        ("path", "/a\nb", "one line"),
        ("path", "/a\x7f", "one line"),
        ("path-or-none", "off", "must start with"),
        ("plain-path", "login", "must start with"),
        ("plain-path", "/a?b=c", "plain path"),
        ("plain-path", "/a%20b", "plain path"),
        ("plain-path", "/:id", "plain path"),
        ("plain-path", "/é", "plain path"),
        ("plain-path-or-none", "/a;b", "plain path"),
        ("regex", "(", "not a regular expression"),
        ("regex", "a{99999999999}", "not a regular expression"),
        ("object", "handlers.users.show", "(handlers.users:show?)"),
        ("object", "show", "is not module:name"),
        ("object", "a:b:c", "is not module:name"),
        ("error", "6xx", "neither a status"),
        ("parameter-kind", "integer", '(did you mean "int"?)'),
        ("parameter-kind", "txt", '(did you mean "text"?)'),
        ("none", "off", "neither a mapping nor none"),
        ("name", "a:b", "not a name"),
        ("name", "", "not a name"),
        ("name", "1a", "not a name"),
        ("variable", "a-b", "not the name of"),
        ("token", "X Y", "not a name"),
        ("line", "é", "ASCII only"),
        ("line", "a\nb", "one line"),
        ("extension", "html", '".html"'),
        ("extension", "./a", "begins with a dot"),
        ("parameter", "a-b", "not the name of a parameter"),
        ("etag", "stong", '(did you mean "strong"?)'),
        ("etag", "off", "etag must be weak, strong, none or module:function"),
        ("identifier", "a-b", "not a name that a template can use"),
        ("identifier", "if", "not a name that a template can use"),
        ("engine", "md", '".md"'),
        ("engine", ".HTML", "is Jinja's"),
        ("predicate", "image/png", "is a content type"),
        ("predicate", "+json", "is a content type"),
        ("predicate", "", "is a content type"),
        ("predicate", "json", "is a content type"),
        ("asked-header", "HOST", "asked for with host"),
        ("method-header", "authorization", "holds something else"),
        ("bare-extension", ".html", "without the dot"),
        ("mark", " ", "blanks mark nothing"),
        ("trimmed", "a ", "begins or ends with a blank"),
    ],
)
def test_text_that_does_not_fit_is_explained(format_: str, text: str, message: str) -> None:
    with pytest.raises(ValueError) as refused:  # noqa: PT011 - the message is compared below
        CHECKS[format_](text)

    assert message in str(refused.value)


@pytest.mark.parametrize(
    ("text", "format_", "expected"),
    [
        ("5m", "duration", 300),
        ("none", "duration-or-none", None),
        ("5m", "duration-or-none", 300),
        ("1KiB", "size", 1024),
        ("60/m", "rate", 1),
        ("none", "text-or-none", None),
        ("text", "text-or-none", "text"),
        ("none", None, "none"),
        ("none", "path", "none"),
        (None, "duration-or-none", None),
        (5, "size", 5),
    ],
)
def test_units_become_numbers_and_none_nothing(text: Any, format_: str | None, expected: Any) -> None:
    assert value_of(text, format_) == expected
