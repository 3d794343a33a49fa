from __future__ import annotations

import pytest

from gateway.config.texts import NAME, OBJECT, line


@pytest.mark.parametrize(
    ("text", "is_object"),
    [("a:b", True), ("a.b:C.d", True), ("a:b:c", False), ("a", False), ("1:b", False), ("/a:b", False)],
)
def test_object_is_a_module_and_a_name(text: str, is_object: object) -> None:
    assert (OBJECT.fullmatch(text) is not None) is is_object


@pytest.mark.parametrize(
    ("text", "is_name"), [("web-2_x", True), ("2web", False), ("a:b", False), ("ä", False)]
)
def test_name_is_of_letters_and_digits(text: str, is_name: object) -> None:
    assert (NAME.fullmatch(text) is not None) is is_name


@pytest.mark.parametrize("text", ["a\nb", "a\tb", "\x7f"])
def test_line_holds_no_control_characters(text: str) -> None:
    with pytest.raises(ValueError, match="one line"):
        line(text)
