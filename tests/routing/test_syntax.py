from __future__ import annotations

import pytest

from gateway.routing.syntax import Group, Parameter, PatternError, Text, Wildcard, tokens_of


@pytest.mark.parametrize(
    ("source", "tokens"),
    [
        ("/a/:id", (Text("/a/"), Parameter("id"))),
        ("/*rest", (Text("/"), Wildcard("rest"))),
        (
            "/a{/:b{.:c}}",
            (Text("/a"), Group((Text("/"), Parameter("b"), Group((Text("."), Parameter("c")))))),
        ),
        ("/:a-:b", (Text("/"), Parameter("a"), Text("-"), Parameter("b"))),
        (r"/\:\*\{\}\\", (Text(r"/:*{}" + "\\"),)),
        ("/caf%C3%A9", (Text("/café"),)),
        ("/%2F", (Text("/\udc2f"),)),
        ("/:größe2/x", (Text("/"), Parameter("größe2"), Text("/x"))),
        ("/:नाम", (Text("/"), Parameter("नाम"))),
        ("/{}", (Text("/"), Group(()))),
    ],
)
def test_paths_are_read_into_tokens(source, tokens):
    assert tokens_of(source) == tokens


@pytest.mark.parametrize(
    ("source", "offset", "message", "hint"),
    [
        ("/users/:id?", 10, "unexpected '?'", "write '/users{/:id}'"),
        ("/products.:format?", 17, "unexpected '?'", "write '/products{.:format}'"),
        ("/x:id?/y", 5, "unexpected '?'", "write '/x{:id}/y'"),
        ("/a?", 2, "unexpected '?'", r"write '\?' for the character itself"),
        ("/:path+", 6, "unexpected '+'", "write '/*path'"),
        ("/a+b", 2, "unexpected '+'", r"write '\+' for the character itself"),
        (r"/:id(\d+)", 4, "unexpected '('", r"write ':id' and params: {id: {pattern: '\d+'}}"),
        ("/a(b)", 2, "unexpected '('", "use regex:"),
        ("/a)", 2, "unexpected ')'", r"'\)'"),
        ("/[a]", 1, "unexpected '['", r"'\['"),
        ("/a]", 2, "unexpected ']'", r"'\]'"),
        ("/a!", 2, "unexpected '!'", r"'\!'"),
        ("/*", 1, "'*' needs a name", "write '/*path'"),
        ("/file/*.*", 6, "'*' needs a name", "write '/file/*path'"),
        ("/:", 1, "':' needs a name", "write ':id'"),
        ("/:1a", 1, "':' needs a name", "write ':id'"),
        ("/:id$x", 1, "':' needs a name", "write ':id'"),
        ('/:"na me"', 1, "quoted parameter names", "write a Python name"),
        ("/:a/:a", 4, "parameter 'a' appears twice", "its own name"),
        ("/a{b", 2, "'{' is never closed", "'}'"),
        ("/a}b", 2, "unbalanced '}'", r"\}"),
        ("/a%b", 2, "'%' without two", "%25"),
        ("/a%C3", 2, "not UTF-8", "the character itself"),
        ("/a\\", 2, "nothing follows", r"'\\'"),
        ("/" + "{a" * 17 + "}" * 17, 33, "nest deeper than 16", ""),
    ],
)
def test_what_cannot_be_read_is_refused_with_a_hint(source, offset, message, hint):
    with pytest.raises(PatternError) as refused:
        tokens_of(source)

    assert (refused.value.offset, message in str(refused.value), hint in refused.value.hint) == (
        offset,
        True,
        True,
    )
