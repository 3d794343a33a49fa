from __future__ import annotations

import pytest

from gateway.http import Response


@pytest.mark.parametrize(
    ("name", "full"),
    [
        ("html", "text/html; charset=utf-8"),
        (".PNG", "image/png"),
        ("text/csv", "text/csv; charset=utf-8"),
        ("text/csv; charset=latin-1", "text/csv; charset=latin-1"),
        ("nobody-knows", "application/octet-stream"),
    ],
)
def test_type_is_set_in_the_place_of_what_there_was(name, full):
    response = Response("x")
    response.type = name

    assert (response.type, response.headers.getlist("Content-Type")) == (full, [full])


def test_response_without_a_body_has_no_type():
    assert Response().type is None


def test_location_is_encoded():
    response = Response()
    response.location = "/ä b?x=%20"

    assert response.location == "/%C3%A4%20b?x=%20"


def test_fields_of_several_lines_are_merged_into_one():
    response = Response(headers=[("Vary", "Accept, Origin"), ("Vary", "cookie")])
    response.vary("Cookie", "ACCEPT", "X-A")

    assert response.headers.getlist("Vary") == ["Accept, Origin, cookie, X-A"]


@pytest.mark.parametrize("fields", [(), ("",), ("a b",), ("Accept", "a\r\nb")])
def test_field_without_a_name_is_refused(fields):
    response = Response()

    with pytest.raises(ValueError, match="is not a header name"):
        response.vary(*fields)

    assert "Vary" not in response.headers


def test_links_are_added_to_those_that_are_there():
    response = Response(headers=[("Link", "</a>; rel=up"), ("Link", "</b>; rel=up")])
    response.links(next="/c?d=1", alternate=["/e", "/f"])

    assert response.headers.getlist("Link") == [
        '</a>; rel=up, </b>; rel=up, </c?d=1>; rel="next", </e>; rel="alternate", </f>; rel="alternate"'
    ]


def test_link_has_no_end_before_its_own():
    response = Response()
    response.links(next='/x>; rel="evil", <')

    assert response.headers["Link"] == '</x%3E; rel="evil", %3C>; rel="next"'


@pytest.mark.parametrize("relation", ['a"b', "", "a\r\nb", "é", "a\\"])
def test_relation_that_no_header_can_carry_is_refused(relation):
    with pytest.raises(ValueError, match="is not the name of a relation"):
        Response().links(**{relation: "/"})


def test_no_links_are_no_header():
    response = Response()
    response.links()

    assert "Link" not in response.headers


@pytest.mark.parametrize(("value", "written"), [(5, "5"), (1.5, "1.5"), ("ä/b", "%C3%A4%2Fb"), ("", "")])
def test_cookie_holds_text_and_numbers(value, written):
    response = Response()
    response.set_cookie("a", value, http_only=False, same_site=None)

    assert response.headers["Set-Cookie"] == f"a={written}; Path=/"


@pytest.mark.parametrize("value", [True, None, b"x", {"a": 1}, ["x"]])
def test_cookie_holds_nothing_else(value):
    with pytest.raises(ValueError, match="cookie a is to hold text or a number, no "):
        Response().set_cookie("a", value)


def test_deleted_cookie_keeps_what_it_is_found_by():
    response = Response()
    response.delete_cookie(
        "a", path="/x", domain="a.example", secure=True, http_only=False, same_site="none", priority="low",
        max_age=60, expires=5, encode=str.upper, signed=True,
    )  # fmt: skip

    assert response.headers["Set-Cookie"] == (
        "a=; Domain=a.example; Path=/x; Expires=Thu, 01 Jan 1970 00:00:00 GMT; Secure; Priority=Low; "
        "SameSite=None"
    )


@pytest.mark.parametrize(
    ("name", "full", "said"),
    [
        (None, "text/html; charset=utf-8", "attachment"),
        ("a/Invoice 7.pdf", "application/pdf", 'attachment; filename="Invoice 7.pdf"'),
        ("data.CSV", "text/csv; charset=utf-8", "attachment; filename=data.CSV"),
        ("thing.unheard", "application/octet-stream", "attachment; filename=thing.unheard"),
        (".html", "application/octet-stream", "attachment; filename=.html"),
    ],
)
def test_attachment_has_a_name_and_its_type(name, full, said):
    response = Response("x")
    response.attachment(name)
    response.attachment(name)

    assert (response.type, response.headers.getlist("Content-Disposition")) == (full, [said])


def test_several_fields_may_stand_in_a_list():
    response = Response()
    response.vary(["Accept", "Origin"], "Cookie")

    assert response.headers["Vary"] == "Accept, Origin, Cookie"


def test_links_may_be_of_relations_that_are_no_words_of_python():
    response = Response()
    response.links({"terms-of-service": "/terms", "next": "/2"}, self="/1")

    assert response.headers["Link"] == '</terms>; rel="terms-of-service", </2>; rel="next", </1>; rel="self"'
