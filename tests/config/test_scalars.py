from __future__ import annotations

from typing import Any

import pytest
import yaml

from gateway.config.scalars import AmbiguousScalarError, scalar


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("", None),
        ("~", None),
        ("null", None),
        ("Null", None),
        ("NULL", None),
        ("true", True),
        ("True", True),
        ("TRUE", True),
        ("false", False),
        ("False", False),
        ("FALSE", False),
        ("0", 0),
        ("-0", 0),
        ("12", 12),
        ("+12", 12),
        ("-12", -12),
        ("0x1F", 31),
        ("0xff", 255),
        ("1.5", 1.5),
        (".5", 0.5),
        ("-.5", -0.5),
        ("3.", 3.0),
        ("1e3", 1000.0),
        ("1.5E-2", 0.015),
    ],
)
def test_core_schema_gives_values(text: str, value: Any) -> None:
    read = scalar(text)

    assert (read, type(read)) == (value, type(value))


@pytest.mark.parametrize(
    "text",
    [
        "nULL",
        "tRUE",
        "y",
        "N",
        "yes please",
        "one",
        "/path",
        "1.2.3",
        "2024-01-01",
        "10.0.0.0/8",
        "localhost:80",
        "127.0.0.1:8000",
        "1:99",
        "24h",
        "-",
        "+",
        ".",
        "..",
        "1e",
        "0x",
        "0xg",
        "5xx",
        "１２",
        "${NAME}",
    ],
)
def test_everything_else_is_text(text: str) -> None:
    assert scalar(text) == text


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("yes", "write true"),
        ("Yes", "write true"),
        ("YES", "write true"),
        ("on", "write true"),
        ("no", "write false"),
        ("NO", "write false"),
        ("off", "none"),
        ("012", '"012"'),
        ("-012", "leading zero"),
        ("00", "leading zero"),
        ("0_1", "leading zero"),
        ("1:30", '"1:30"'),
        ("-1:30", "quote"),
        ("12:30:45.5", "quote"),
        ("1_000", "decimal"),
        ("0b11", "decimal"),
        ("0o17", "decimal"),
        ("0x1_F", "decimal"),
        (".inf", "quote"),
        ("-.INF", "quote"),
        (".NaN", "quote"),
        ("1e999", "quote"),
        ("9" * 50, "quote"),
        ("9" * 5000, "quote"),
        ("0x" + "f" * 50, "quote"),
    ],
)
def test_what_readers_disagree_about_is_refused(text: str, hint: str) -> None:
    with pytest.raises(AmbiguousScalarError) as refused:
        scalar(text)

    assert hint in refused.value.hint


@pytest.mark.parametrize("text", ["9" * 5000, "1_" * 5000 + "1"])
def test_message_about_a_long_number_is_short(text: str) -> None:
    with pytest.raises(AmbiguousScalarError) as refused:
        scalar(text)

    assert len(str(refused.value)) + len(refused.value.hint) < 250


@pytest.mark.parametrize(
    "text", ["true", "null", "12", "-3", "0x1F", "1.5", "-1.5", "text", "a b", "24h", "GET", "4xx", "1.2.3"]
)
def test_accepted_scalars_mean_the_same_in_yaml_1_1(text: str) -> None:
    assert scalar(text) == yaml.safe_load(text)
