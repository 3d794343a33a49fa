from __future__ import annotations

import pytest

from gateway.http import Response
from gateway.http.caching import cache_control, make_private


@pytest.mark.parametrize(
    ("max_age", "immutable", "told"),
    [
        (0, False, "public, max-age=0"),
        (59.9, False, "public, max-age=59"),
        (-1, False, "public, max-age=0"),
        (3600, True, "public, max-age=3600, immutable"),
        (10**9, False, "public, max-age=31536000"),
    ],
)
def test_age_is_whole_seconds_of_a_year_at_most(max_age, immutable, told):
    assert cache_control(max_age, immutable=immutable) == told


@pytest.mark.parametrize(
    ("told", "then"),
    [
        ("public, max-age=60", "private, max-age=60"), ("max-age=60", "private, max-age=60"),
        ("Public,S-MAXAGE=9, max-age=60,", "private, max-age=60"), ("s-maxage=60", "private"),
        ("no-cache", "private, no-cache"), ("no-store", "no-store"), ("private", "private"),
        ("max-age=60, private", "max-age=60, private"), ("", ""),
    ],
)  # fmt: skip
def test_what_caches_of_all_might_store_becomes_private(told, then):
    response = Response("x", headers={"Cache-Control": told})

    make_private(response)

    assert response.headers["Cache-Control"] == then


def test_answer_that_says_nothing_to_caches_stays_so():
    response = Response("x")

    make_private(response)

    assert "Cache-Control" not in response.headers
