"""What is closed here opens here, and nowhere else."""

from __future__ import annotations

from base64 import urlsafe_b64decode, urlsafe_b64encode

import pytest

from gateway.login.seal import Seal

OLD, NEW = "an-old-key-that-is-long-enough-000001", "a-new-key-that-is-long-enough-0000002"
VALUE = ["token", "secret", None, 1.5, False]


@pytest.mark.parametrize("value", [VALUE, "text", {"a": 1}, ["é" * 300]])
def test_a_value_comes_back(value):
    seal = Seal.of([OLD], "test")

    assert seal.open("name", seal.close("name", value)) == value


@pytest.mark.case(29)
def test_the_same_value_never_looks_the_same():
    seal = Seal.of([OLD], "test")

    assert len({seal.close("name", VALUE) for _ in range(100)}) == 100


@pytest.mark.case(21)
def test_every_changed_byte_is_noticed():
    seal = Seal.of([OLD], "test")
    raw = urlsafe_b64decode(seal.close("name", VALUE) + "==")
    changed = [raw[:at] + bytes([raw[at] ^ 1]) + raw[at + 1 :] for at in range(len(raw))]

    assert {seal.open("name", urlsafe_b64encode(data).decode()) for data in changed} == {None}


@pytest.mark.case(22)
@pytest.mark.parametrize("text", ["", ".", "=", "====", "A" * 10, "é", "\x00", "a" * 100_000, "A" * 41])
def test_what_was_never_closed_does_not_open(text):
    assert Seal.of([OLD], "test").open("name", text) is None


def test_a_value_has_one_spelling():
    seal = Seal.of([OLD], "test")
    text = seal.close("name", "four")  # 34 bytes, so that the last character has unused bits
    letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
    twins = [text[:-1] + letter for letter in letters if letter != text[-1]]
    others = [f"{text}==", f"{text}\n", f" {text}", f"{text[:5]}!{text[5:]}", f"{text[:5]}.{text[5:]}"]

    assert urlsafe_b64decode(text + "==") in [urlsafe_b64decode(twin + "==") for twin in twins]
    assert {seal.open("name", other) for other in [*twins, *others]} == {None}


@pytest.mark.case(24)
def test_a_value_opens_under_its_own_label_only():
    seal = Seal.of([OLD], "test")

    assert seal.open("other", seal.close("name", VALUE)) is None


@pytest.mark.case(25)
def test_a_value_opens_for_its_own_purpose_only():
    assert Seal.of([OLD], "one").open("name", Seal.of([OLD], "two").close("name", VALUE)) is None


@pytest.mark.case(26)
def test_an_old_key_opens_until_it_is_removed():
    text = Seal.of([OLD], "test").close("name", VALUE)

    assert Seal.of([NEW, OLD], "test").open("name", text) == VALUE
    assert Seal.of([NEW], "test").open("name", text) is None


def test_the_first_key_closes():
    text = Seal.of([NEW, OLD], "test").close("name", VALUE)

    assert Seal.of([NEW], "test").open("name", text) == VALUE


def test_a_seal_needs_a_key():
    with pytest.raises(ValueError, match="at least one key"):
        Seal.of([], "test")
