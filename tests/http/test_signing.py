from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.http.signing import Signer

OLD, NEW = "an old key of 32 characters or more", "a new key of 32 characters or more"


@given(st.text())
def test_value_comes_back_as_it_was(value):
    signer = Signer([OLD])

    assert signer.read("a", signer.sign("a", value)) == value


def test_signed_value_is_readable_and_always_the_same():
    signed = Signer([OLD]).sign("cart", "7.5")

    assert signed.startswith("7.5.")
    assert len(signed) == len("7.5.") + 43
    assert signed == Signer([OLD]).sign("cart", "7.5")


@pytest.mark.parametrize("text", ["", "x", "x.", ".", "x.y", "x.é", "x.\ud800", "7." + "A" * 43])
def test_value_that_nobody_signed_is_nothing(text):
    assert Signer([OLD]).read("a", text) is None


@given(st.integers(0, 46), st.characters())
def test_changed_value_is_nothing(index, character):
    signer = Signer([OLD])
    signed = signer.sign("a", "one")
    changed = signed[:index] + character + signed[index + 1 :]

    assert signer.read("a", changed) == ("one" if changed == signed else None)


def test_value_of_another_cookie_is_nothing():
    signer = Signer([OLD])

    assert signer.read("b", signer.sign("a", "x")) is None
    assert signer.read("a", signer.sign("aa", "x")) is None


def test_first_key_signs_and_all_verify():
    both, old, new = Signer([NEW, OLD]), Signer([OLD]), Signer([NEW])

    assert both.read("a", old.sign("a", "x")) == "x"
    assert both.sign("a", "x") == new.sign("a", "x")
    assert old.read("a", both.sign("a", "x")) is None


def test_key_that_can_be_guessed_is_refused():
    with pytest.raises(ValueError, match=r"settings.cookies.keys\[1\] has 5 characters, 32 are needed"):
        Signer([OLD, "short"])
