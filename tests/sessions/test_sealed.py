"""Encryption: what a cookie betrays, and what a store makes of it."""

from __future__ import annotations

from base64 import b64encode, urlsafe_b64decode

import pytest

from gateway.sessions.codec import Codec
from gateway.sessions.sealed import SealedCodec

KEY, OTHER = "k" * 32, "o" * 32
CODEC = SealedCodec("session", [KEY])
ID = bytes(range(240, 256))
VALUE = CODEC.encode(b'{"user":"ada"}', 1_800_000_000, 1_800_000_100, ID)


@pytest.mark.case(29)
def test_same_session_twice_gives_different_values():
    assert len({CODEC.encode(b"{}", 0, 0, ID) for _ in range(100)}) == 100


@pytest.mark.case(29)
def test_value_holds_nothing_of_the_session_in_any_alignment():
    secret = b"hvac-token-secret"
    value = CODEC.encode(b'{"token":"' + secret + b'"}', 1, 2, ID)
    encoded = [b64encode(b"x" * shift + secret).decode()[4 : -4 - shift] for shift in range(3)]

    assert secret not in urlsafe_b64decode(value + "=" * (-len(value) % 4))
    assert [text for text in encoded if text in value] == []


@pytest.mark.case(25)
def test_signed_and_encrypted_values_are_never_read_as_the_other():
    signed = Codec("session", [KEY])

    assert signed.decode(VALUE) is None
    assert CODEC.decode(signed.encode(b'{"user":"ada"}', 1, 2, ID)) is None


# In the store


def test_encrypted_session_comes_back_and_rotates_with_all_attributes(make_browser):
    browser = make_browser("https", codec=SealedCodec)
    browser.visit(user="ada")
    first = browser.sent[0].partition("; ")[2]
    browser.store = make_browser(
        codec=SealedCodec, keys=(OTHER, "a key of at least thirty-two characters")
    ).store
    browser.visit()

    assert (browser.open()["user"], browser.sent[0].partition("; ")[2]) == ("ada", first)


def test_store_that_encrypts_reads_no_signed_cookie(make_browser):
    browser, sealed = make_browser(), make_browser(codec=SealedCodec)
    browser.visit(user="ada")
    sealed.cookie = browser.cookie
    sealed.visit()

    assert (dict(sealed.open()), "Max-Age=0" in sealed.sent[0]) == ({}, True)
    assert browser.store != sealed.store


def test_configuration_decides_whether_a_cookie_is_encrypted(serve):
    client = serve(
        """
        session: {keys: ["a key of at least thirty-two characters"], encrypt: true}
        routes:
          - {path: /, stack: [session], handler: "served:put"}
          - {path: /open, stack: [{session: {encrypt: false, cookie: {name: other}}}], handler: "served:put"}
        """,
        "def put(request): s = request.session; s['n'] = s.get('n', 0) + 1; return dict(s)",
    )
    cookies = [client.get(path).headers["Set-Cookie"].partition(";")[0] for path in ("/", "/open")]

    assert (client.get("/").json, ["." in cookie for cookie in cookies]) == ({"n": 2}, [False, True])
