from __future__ import annotations

import pytest

from gateway.config.units import rate, seconds, size


@pytest.mark.parametrize(
    ("text", "expected"),
    [("250ms", 0.25), ("30s", 30), ("15m", 900), ("24h", 86_400), ("7d", 604_800), ("1.5h", 5400), ("0s", 0)],
)
def test_durations_are_seconds(text: str, expected: float) -> None:
    assert seconds(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("0B", 0),
        ("512B", 512),
        ("10KB", 10_000),
        ("10MB", 10_000_000),
        ("1GB", 1_000_000_000),
        ("64KiB", 65_536),
        ("1MiB", 1_048_576),
        ("1.5GiB", 1_610_612_736),
    ],
)
def test_sizes_are_whole_bytes(text: str, expected: int) -> None:
    assert (size(text), type(size(text))) == (expected, int)


@pytest.mark.parametrize(("text", "expected"), [("10/s", 10), ("60/m", 1), ("3600/h", 1), ("86400/d", 1)])
def test_rates_are_times_a_second(text: str, expected: float) -> None:
    assert rate(text) == expected


@pytest.mark.parametrize(
    ("text", "guess"),
    [
        ("20sec", "(20s?)"),
        ("20S", "(20s?)"),
        ("5 min", "(5m?)"),
        ("5 m", "(5m?)"),
        ("1 hour", "(1h?)"),
        ("2days", "(2d?)"),
        ("20", "(20s?)"),
        ("3x", "(3s?)"),
    ],
)
def test_wrong_duration_is_guessed(text: str, guess: str) -> None:
    with pytest.raises(ValueError, match="is not a duration") as refused:
        seconds(text)

    assert guess in str(refused.value)


@pytest.mark.parametrize(
    ("text", "guess"), [("1mb", "(1MB?)"), ("64 KiB", "(64KiB?)"), ("10k", "(10KB?)"), ("5GIB", "(5GiB?)")]
)
def test_wrong_size_is_guessed(text: str, guess: str) -> None:
    with pytest.raises(ValueError, match="is not a size") as refused:
        size(text)

    assert guess in str(refused.value)


@pytest.mark.parametrize(
    "text",
    ["", "s", "-5s", "+5s", "1e3s", "5s ", " 5s", "٣s", "5ｓ", "5s\n", "1.s", "9" * 400 + "s", "forever"],
)
def test_strange_durations_are_refused(text: str) -> None:
    with pytest.raises(ValueError, match="is not a duration"):
        seconds(text)


@pytest.mark.parametrize("text", ["", "60", "60/ms", "60/min", "/m", "1.5/s", "60 / m", "60/m\n"])
def test_strange_rates_are_refused(text: str) -> None:
    with pytest.raises(ValueError, match="is not a rate"):
        rate(text)
