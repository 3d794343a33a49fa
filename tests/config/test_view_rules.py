from __future__ import annotations

import pytest


@pytest.mark.parametrize(
    ("views", "said"),
    [
        (
            "delimiters: {variable_start_string: '{%'}",
            '2 GW014 variable_start_string is "{%", which is block_',
        ),
        (
            "delimiters: {block_start_string: '<%', variable_start_string: '<%'}",
            '2 GW014 variable_start_string is "<%", which is block_start_string already',
        ),
        (
            "delimiters: {line_statement_prefix: '{#'}",
            '2 GW014 line_statement_prefix is "{#", which is comment_',
        ),
        ("delimiters: {block_begin: '<%'}", '2 GW010 unknown key "block_begin" in views.delimiters'),
        ("delimiters: {block_start_string: ''}", "2 GW014 block_start_string must not be empty"),
        ("engines: {.: 'a:b'}", "2 GW019 an extension begins with a dot"),
        ("globals: {a b: 1}", '2 GW019 "a b" is not a name that a template can use'),
        ("delimiters: {block_start_string: '  '}", "2 GW014 block_start_string: blanks mark nothing"),
        ("engines: {md: 'a:b'}", '2 GW019 an extension begins with a dot (write ".md")'),
        ("engines: {.html: 'a:b'}", '2 GW019 ".html" is Jinja\'s'),
        ("engines: {.md: markdown}", '2 GW060 "markdown" is not module:name'),
        ("helpers: {'a b': 'a:b'}", '2 GW019 "a b" is not a name that a template can use'),
        ("dynamic_helpers: {for: 'a:b'}", '2 GW019 "for" is not a name that a template can use'),
        ("partials: ../x", '2 GW014 partials: "../x" is not a folder inside those of directory'),
        ("cache: always", '2 GW015 cache must be true, false or auto, not "always"'),
    ],
)
def test_views_that_make_no_sense_are_told(refused, views: str, said: str) -> None:
    (found,) = refused(f"views: {{{views}}}")

    assert found.startswith(said)


@pytest.mark.parametrize(
    ("views", "section"),
    [
        ("helpers: {a: 'x:y'}, dynamic_helpers: {a: 'x:z'}", "helpers"),
        ("globals: {a: 1}, helpers: {a: 'x:z'}", "globals"),
    ],
)
def test_name_that_hides_another_is_a_warning(configured, views: str, section: str) -> None:
    (warning,) = configured(f"views: {{{views}}}").warnings

    assert (warning.rule, warning.position.line) == ("GW066", 2)
    assert warning.message.startswith(f'"a" is in views.{section} as well')


@pytest.mark.parametrize(
    "views",
    [
        "globals: {a: 1}, helpers: {b: 'x:y'}, dynamic_helpers: {a: 'x:y', b: 'x:z'}",
        "delimiters: {block_start_string: '<%', block_end_string: '%>', variable_start_string: '<%='}",
        "delimiters: {line_statement_prefix: '#', line_comment_prefix: '##'}",
        "delimiters: {}, engines: {.md: 'a:b'}, cache: false, partials: parts/small",
    ],
)
def test_views_that_make_sense_are_accepted(configured, views: str) -> None:
    assert configured(f"views: {{{views}}}").views


def test_name_that_every_template_has_is_a_warning(configured) -> None:
    (warning,) = configured("views: {helpers: {partial: 'x:y'}}").warnings

    assert warning.message == '"partial" is in every template as well, and templates see only one of them'


@pytest.mark.parametrize("views", ["5", "{helpers: 5}", "{delimiters: 5}"])
def test_wrong_types_are_told_once(refused, views: str) -> None:
    assert [said.split()[1] for said in refused(f"views: {views}")] == ["GW014"]
