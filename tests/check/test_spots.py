from __future__ import annotations

import pytest
import yaml

from gateway.check.spots import spots

TEXT = """\
a: 1  # one
'b c': [x, {"d": y}]
e: &f
  g: |
    h
i: *f
j: &k z
"""


def test_each_key_and_value_has_its_part_of_the_text() -> None:
    found = [TEXT[spot.start : spot.end].strip() for spot in spots(TEXT)]

    assert found == ["a", "1", "'b c'", "x", '"d"', "y", "e", "g", "|\n    h", "i", "j", "&k z"]


def test_paths_lead_to_keys_and_values() -> None:
    found = {spot.value: (spot.path, spot.is_key) for spot in spots(TEXT)}

    assert found["a"] == (("a",), True)
    assert found["1"] == (("a",), False)
    assert found["x"] == (("b c", 0), False)
    assert found["d"] == (("b c", 1, "d"), True)
    assert found["y"] == (("b c", 1, "d"), False)


def test_what_an_alias_names_is_shared() -> None:
    assert [spot.value for spot in spots(TEXT) if spot.is_shared] == ["g", "h\n", "z"]


def test_lines_and_columns_are_those_of_reports() -> None:
    assert [(spot.line, spot.column) for spot in spots("é: 語\r\n👨: x")] == [(1, 1), (1, 4), (2, 1), (2, 4)]


def test_value_without_a_key_is_at_the_root() -> None:
    assert [(spot.path, spot.is_key) for spot in spots("x")] == [((), False)]


def test_what_is_not_yaml_has_none() -> None:
    with pytest.raises(yaml.YAMLError):
        spots("a: [")
