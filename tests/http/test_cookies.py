from __future__ import annotations

from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.http import cookies


@pytest.mark.parametrize(
    ("header", "found"),
    [
        ("", {}),
        ("a=1", {"a": "1"}),
        ("a=1; b=2;c=3 ;\td=", {"a": "1", "b": "2", "c": "3", "d": ""}),
        ("a=1; a=2", {"a": "1"}),
        ("a=b=c", {"a": "b=c"}),
        (" a = 1 ;b\t=\t2", {"a": "1", "b": "2"}),
        ("a; =b; ;;c=1", {"": "b", "c": "1"}),
        ('a="1"; b="; c="x y"; d="e; f=g"', {"a": "1", "b": "", "c": "x y", "d": '"e', "f": 'g"'}),
        ('a="%22"', {"a": '"'}),
        ("a=%C3%A9%3B%20", {"a": "é; "}),
        ("a=100%; b=%zz%20; c=%2", {"a": "100%", "b": "%zz%20", "c": "%2"}),
        ("a=%FF%20", {"a": "%FF%20"}),
        ("a=1+2", {"a": "1+2"}),
        ("é=ü".encode().decode("latin-1"), {"é": "ü"}),
        ("a=\xff", {"a": "\ufffd"}),
    ],
)
def test_cookies_are_read(header, found):
    assert [*cookies.parse(header).items()] == [*found.items()]


def test_only_the_first_cookies_are_considered():
    found = cookies.parse("; ".join(f"c{n}=1" for n in range(300)))

    assert found == {f"c{n}": "1" for n in range(200)}


@pytest.mark.parametrize(
    ("arguments", "line"),
    [
        ({}, "a=1; Path=/; HttpOnly; SameSite=Lax"),
        ({"http_only": False, "same_site": None}, "a=1; Path=/"),
        ({"same_site": "unset", "path": None}, "a=1; HttpOnly"),
        ({"expires": 0}, "a=1; Path=/; Expires=Thu, 01 Jan 1970 00:00:00 GMT; HttpOnly; SameSite=Lax"),
        (
            {"expires": datetime(2026, 11, 21, 9, 5, tzinfo=UTC)},
            "a=1; Path=/; Expires=Sat, 21 Nov 2026 09:05:00 GMT; HttpOnly; SameSite=Lax",
        ),
        ({"path": "/x", "domain": "A-b.example"}, "a=1; Domain=A-b.example; Path=/x; HttpOnly; SameSite=Lax"),
        ({"path": "", "domain": ".a.example"}, "a=1; Domain=.a.example; HttpOnly; SameSite=Lax"),
        ({"path": "/a b", "domain": ""}, "a=1; Path=/a b; HttpOnly; SameSite=Lax"),
        (
            {"same_site": "none", "secure": True, "partitioned": True, "priority": "high"},
            "a=1; Path=/; HttpOnly; Secure; Partitioned; Priority=High; SameSite=None",
        ),
        ({"same_site": "STRICT", "priority": "Low"}, "a=1; Path=/; HttpOnly; Priority=Low; SameSite=Strict"),
        ({"same_site": True}, "a=1; Path=/; HttpOnly; SameSite=Strict"),
        ({"same_site": False}, "a=1; Path=/; HttpOnly"),
        ({"same_site": "strict"}, "a=1; Path=/; HttpOnly; SameSite=Strict"),
    ],
)
def test_attributes_are_written(arguments, line):
    assert cookies.dump("a", "1", **arguments) == line


@pytest.mark.parametrize(
    ("max_age", "seconds"),
    [
        (0, 0), (60, 60), (86400.9, 86400), (-1, -1), (-0.5, -1),
        ("15m", 900), ("1.5h", 5400), ("7d", 604800),
        ("2w", 1209600), ("90s", 90), ("1500ms", 1), (timedelta(hours=1), 3600),
    ],
)  # fmt: skip
def test_age_is_in_whole_seconds_and_says_when_the_cookie_ends(monkeypatch, max_age, seconds):
    monkeypatch.setattr(cookies, "time", lambda: 1_000_000.0)
    line = cookies.dump("a", "1", max_age=max_age, expires=0, http_only=False, same_site=None)

    assert line.startswith(f"a=1; Max-Age={seconds}; Path=/; Expires=")
    assert parsedate_to_datetime(line[-29:]).timestamp() in {1_000_000 + seconds, 1_000_001 + seconds}


@pytest.mark.parametrize(
    ("encode", "written"),
    [
        (str.upper, "X/Y"),
        (lambda value: f'"{value}"', '"x/y"'),
        (lambda value: value.encode().hex(), "782f79"),
    ],
)
def test_value_may_be_encoded_by_its_author(encode, written):
    assert cookies.dump("a", "x/y", encode=encode).startswith(f"a={written}; ")


@pytest.mark.parametrize("encoded", ["a b", "a;b", "a,b", '"a', 'a"b', "a\\b", "\r\n", "é"])
def test_value_that_is_encoded_to_no_cookie_is_refused(encoded):
    with pytest.raises(ValueError, match="cookie a is encoded to what no cookie can hold"):
        cookies.dump("a", "x", encode=lambda _value: encoded)


@pytest.mark.parametrize(
    ("value", "written"),
    [
        ("", ""),
        ("a/b:c@d&e=f+g$h?i#j[k]", "a%2Fb%3Ac%40d%26e%3Df%2Bg%24h%3Fi%23j%5Bk%5D"),
        ("-_.!~*'()", "-_.!~*'()"),
        ("abc.DEF-_~", "abc.DEF-_~"),
        ("a b", "a%20b"),
        ('"q"', "%22q%22"),
        ("a;b,c\\", "a%3Bb%2Cc%5C"),
        ("100%", "100%25"),
        ("é", "%C3%A9"),
        ("a\r\nSet-Cookie: b=1", "a%0D%0ASet-Cookie%3A%20b%3D1"),
    ],
)
def test_values_are_encoded_where_needed(value, written):
    assert cookies.dump("a", value).startswith(f"a={written}; ")


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=200))
def test_any_text_survives_the_round_trip(value):
    line = cookies.dump("a", value)

    assert line.isascii()
    assert line.isprintable()
    assert cookies.parse(line.partition("; ")[0]) == {"a": value}


@pytest.mark.parametrize("name", ["", "a b", "a=b", "a;b", "é", "a\n", '"a"', "a,b"])
def test_bad_name_is_refused(name):
    with pytest.raises(ValueError, match="name is letters"):
        cookies.dump(name, "1")


@pytest.mark.parametrize(
    "attributes",
    [
        {"path": "x"},
        {"path": "/a;b"},
        {"path": "/<"},
        {"path": "/a\r\nb"},
        {"path": "/é"},
        {"path": "/" + "x" * 1024},
        {"domain": "a b"},
        {"domain": "a;b"},
        {"domain": "-a.org"},
        {"domain": "a-.org"},
        {"domain": "a..b"},
        {"domain": "é.org"},
        {"domain": "a.org\n"},
        {"domain": "a" * 1025},
        {"max_age": "15"},
        {"max_age": "1y"},
        {"max_age": "m"},
        {"max_age": float("inf")},
        {"max_age": float("nan")},
        {"expires": 1e20},
        {"same_site": "sometimes"},
        {"same_site": "none"},
        {"priority": "urgent"},
        {"partitioned": True},
    ],
)
def test_bad_attribute_is_refused(attributes):
    with pytest.raises(ValueError, match=r"cookie's|cookie that is"):
        cookies.dump("a", "1", **attributes)


def test_unknown_attribute_is_refused():
    with pytest.raises(TypeError, match="samesite"):
        cookies.dump("a", "1", samesite="lax")


@pytest.mark.parametrize(
    ("name", "attributes"),
    [
        ("__Secure-a", {}),
        ("__secure-a", {}),
        ("__Host-a", {}),
        ("__Host-a", {"secure": True, "path": "/x"}),
        ("__Host-a", {"secure": True, "domain": "example.org"}),
    ],
)
def test_prefix_that_promises_too_much_is_refused(name, attributes):
    with pytest.raises(ValueError, match="cookie named __"):
        cookies.dump(name, "1", **attributes)


@pytest.mark.parametrize(
    ("name", "attributes"),
    [("__Secure-a", {"secure": True, "domain": "example.org"}), ("__Host-a", {"secure": True})],
)
def test_prefix_that_is_kept_passes(name, attributes):
    assert cookies.dump(name, "1", **attributes).startswith(f"{name}=1; ")


def test_largest_cookie_browsers_keep_passes():
    assert len(cookies.dump("name", "x" * 4092, http_only=False, same_site=None, path=None)) == 4097


@pytest.mark.parametrize("value", ["x" * 4093, "é" * 683])
def test_larger_cookie_is_refused(value):
    with pytest.raises(ValueError, match="cookie name has 4"):
        cookies.dump("name", value)


def test_lone_surrogate_is_refused():
    with pytest.raises(ValueError, match="surrogates"):
        cookies.dump("a", "\ud800")
