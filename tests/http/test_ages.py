from __future__ import annotations

from datetime import timedelta

import pytest

from gateway.http.ages import in_seconds


@pytest.mark.parametrize(
    ("age", "seconds"),
    [
        (0, 0),
        (1.5, 1.5),
        (-1, -1),
        ("250ms", 0.25),
        ("30s", 30),
        ("15m", 900),
        ("1.5h", 5400),
        ("1d", 86400),
        ("2w", 1_209_600),
        (timedelta(minutes=1), 60),
    ],
)
def test_age_is_a_number_of_seconds(age, seconds):
    assert in_seconds(age) == seconds


@pytest.mark.parametrize("age", ["", "15", "m", "15 m", "-1m", "1.m", "15y", "1h30m", "٣m"])
def test_text_that_is_no_duration_is_refused(age):
    with pytest.raises(ValueError, match="an age is a number of seconds, or text such as 15m; found"):
        in_seconds(age)
