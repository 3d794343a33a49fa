from __future__ import annotations

import pytest

from gateway.routing.pattern import PatternError, parse
from gateway.routing.syntax import Parameter, Text


def test_patterns_know_their_names_in_order():
    pattern = parse("/a/:id{/:op{.:format}}/*rest")

    assert pattern.names == ("id", "op", "format", "rest")
    assert pattern.optional == {"op", "format"}


def test_patterns_print_as_they_were_written():
    assert str(parse(r"/a\:b{/:c}")) == r"/a\:b{/:c}"


def test_groups_stand_for_alternatives_fullest_first():
    slash, part, end = Text("/"), Parameter("b"), Text("/c")

    assert parse("{/:b}/c").alternatives == ((slash, part, end), (end,))


def test_a_path_that_may_be_empty_is_the_root():
    assert parse("{/:lang}").alternatives[-1] == (Text("/"),)


def test_groups_within_groups_need_the_outer_one():
    built = [parse("/a{/b{/c}{/d}}").build()]
    texts = ["".join(part.value for part in flat) for flat in parse("/a{/b{/c}{/d}}").alternatives]

    assert (built, texts) == (["/a/b/c/d"], ["/a/b/c/d", "/a/b/c", "/a/b/d", "/a/b", "/a"])


def test_long_paths_are_no_burden():
    path = "".join(f"/:p{number}" for number in range(2000))

    assert len(parse(path).names) == 2000


def test_equal_alternatives_count_once():
    assert len(parse("/a{}{}").alternatives) == 1


@pytest.mark.parametrize(
    ("source", "offset", "message"),
    [
        ("users", 0, "must start with '/'"),
        ("", 0, "must start with '/'"),
        ("{/a}:id", 0, "must start with '/', with and without"),
        ("{/a}b", 0, "must start with '/', with and without"),
        ("/bb/:bc/:a:b", 10, "'b' follows 'a' with no text between"),
        ("/:a{-}:aa", 6, "'aa' follows 'a' with no text between"),
        ("/*x:y", 3, "'y' follows 'x'"),
        ("/x" + "{a}" * 9, 2, "more than 256 combinations"),
    ],
)
def test_paths_without_a_meaning_are_refused(source, offset, message):
    with pytest.raises(PatternError, match=message) as refused:
        parse(source)

    assert refused.value.offset == offset


def test_eight_optional_groups_are_allowed():
    assert len(parse("/x" + "".join(f"{{{letter}}}" for letter in "abcdefgh")).alternatives) == 256


@pytest.mark.parametrize(
    ("source", "params", "path"),
    [
        ("/", {}, "/"),
        ("/user/:id", {"id": 7}, "/user/7"),
        ("/user/:id", {"id": "a/b é?"}, "/user/a%2Fb%20%C3%A9%3F"),
        ("/files/*path", {"path": ["a", "b/c"]}, "/files/a/b%2Fc"),
        ("/files/*path", {"path": ("a",)}, "/files/a"),
        ("/files/*path", {"path": "a"}, "/files/a"),
        ("/users{/:id}", {}, "/users"),
        ("/users{/:id}", {"id": None}, "/users"),
        ("/users{/:id}", {"id": "7"}, "/users/7"),
        ("/a{/b}", {}, "/a/b"),
        ("/:a-:b", {"a": "1", "b": "2"}, "/1-2"),
        ("/caf%C3%A9 x", {}, "/caf%C3%A9%20x"),
        ("/{:a}/b", {}, "/b"),
        ("/~:id", {"id": "..."}, "/~..."),
        ("/:self", {"self": "me"}, "/me"),
    ],
)
def test_paths_are_built_percent_encoded(source, params, path):
    assert parse(source).build(**params) == path


@pytest.mark.parametrize(
    ("source", "params", "message"),
    [
        ("/user/:id", {}, "cannot be built from"),
        ("/user/:id", {"id": None}, "cannot be built from"),
        ("/user/:id", {"id": "7", "op": "x"}, "has no parameter 'op'"),
        ("/a{/:b/:c}", {"b": "1"}, "cannot be built from"),
        ("/user/:id", {"id": ""}, "'id' cannot be ''"),
        ("/user/:id", {"id": ".."}, "'id' cannot be '..'"),
        ("/files/*path", {"path": []}, r"'path' cannot be \[\]"),
        ("/files/*path", {"path": ["a", "..", "b"]}, "'path' cannot be"),
    ],
)
def test_paths_that_would_not_match_are_not_built(source, params, message):
    with pytest.raises(ValueError, match=message):
        parse(source).build(**params)
