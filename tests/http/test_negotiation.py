from __future__ import annotations

import tracemalloc
from time import perf_counter

import pytest

from gateway.http.negotiation import best, charsets, encodings, languages, media_types

BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,image/webp,*/*;q=0.8"


@pytest.mark.parametrize(
    ("accept", "offers", "chosen"),
    [
        (None, ("json", "html"), "json"),
        ("", ("json", "html"), "json"),
        (None, (), None),
        ("nonsense, also/", ("json", "html"), None),
        ("*/*", ("json", "html"), "json"),
        (BROWSER, ("json", "html"), "html"),
        (BROWSER, ("json", "text"), "json"),
        ("application/json", ("html", "json"), "json"),
        ("TEXT/HTML", ("json", "html"), "html"),
        ("application/json, text/html", ("html", "json"), "json"),
        ("text/html;q=0.5, application/json;q=0.6", ("html", "json"), "json"),
        ("*/*, text/*, text/plain", ("html", "json", "text"), "text"),
        ("text/html;q=0, */*", ("html", "json"), "json"),
        ("text/html;q=0", ("html",), None),
        ("image/png", ("html", "json"), None),
        ("application/problem+json", ("json", "application/problem+json"), "application/problem+json"),
        ("application/json;charset=utf-8", ("html", "json"), None),
        ("application/octet-stream", ("html", "unheard-of"), None),
    ],
)
def test_best_offer_is_chosen(accept, offers, chosen):
    assert best(accept, offers) == chosen


@pytest.mark.parametrize(
    ("accept", "taken"),
    [
        (None, ["*/*"]),
        ("", []),
        ("text/*;q=0.5, IMAGE/png, nonsense, a/b;q=0", ["IMAGE/png", "text/*"]),
        ("a/b;q=0.1, c/d;q=0.2, e/f;q=0.2", ["c/d", "e/f", "a/b"]),
        ("a/b;q=-1, c/d;q=x, e/f;q=, g/h;q", ["e/f", "g/h"]),
    ],
)
def test_without_offers_all_that_is_taken_is_told_best_first(accept, taken):
    assert media_types(accept) == taken


@pytest.mark.parametrize(
    ("accept", "taken"),
    [
        ("text/html;level=1", False),
        ('text/html; LEVEL="2"', True),
        (r'text/html;level="\2"', True),
        ('text/html;level="2', True),
        ("text/html;level=*", True),
        ("text/html;level=2;level=1", True),
        ("text/html;level = 2 ", True),
        ("text/html;level", True),
        ("text/html;", True),
        ("text/html;level=2;q=0", False),
    ],
)
def test_parameters_of_a_range_must_be_those_of_the_offer(accept, taken):
    assert media_types(accept, ["text/html;level=2;q=1"]) == ["text/html;level=2;q=1"] * taken


@pytest.mark.parametrize(
    ("accept", "taken"),
    [
        (None, ["identity"]),
        ("gzip", ["gzip", "identity"]),
        ("gzip;q=0.5, br", ["br", "gzip", "identity"]),
        ("*", ["*"]),
        ("*;q=0", []),
        ("identity;q=0, gzip", ["gzip"]),
        (",, ;q=1, gzip;q=x", ["identity"]),
    ],
)
def test_identity_is_an_encoding_unless_it_is_excluded(accept, taken):
    assert encodings(accept) == taken


def test_encodings_and_charsets_have_names_in_any_case():
    assert encodings("GZIP;q=0.5, br", ["gzip", "br", "zstd"]) == ["br", "gzip"]
    assert charsets("UTF-8, *;q=0", ["utf-8", "latin-1"]) == ["utf-8"]
    assert charsets(None, ["latin-1", "utf-8"]) == ["latin-1", "utf-8"]


@pytest.mark.parametrize(
    ("accept", "offers", "taken"),
    [
        (None, ["de", "en"], ["de", "en"]),
        ("en", ["en-GB", "de"], ["en-GB"]),
        ("en-GB", ["de", "en"], ["en"]),
        ("en-GB", ["en-US", "en"], ["en"]),
        ("de, en;q=0.5", ["en", "de"], ["de", "en"]),
        ("*;q=0.1, de", ["fr", "de"], ["de", "fr"]),
        ("en", ["", "EN"], ["EN"]),
    ],
)
def test_languages_fit_regions_and_regions_languages(accept, offers, taken):
    assert languages(accept, offers) == taken


def test_of_a_hundred_ranges_the_rest_is_not_read():
    assert media_types("a/b," * 100 + "text/html", ["html"]) == []


@pytest.mark.parametrize(
    "accept",
    ['"' * 8000, '"\\' * 4000, "a/b," * 2000, 'a/b;q="' + '\\"' * 4000, "a/b;q=" + " " * 8000, "a/b;" * 2000],
)
def test_hostile_header_costs_little(accept):
    start = perf_counter()

    best(accept, ("html", "json", "text"))

    assert perf_counter() - start < 0.1


def test_long_headers_do_not_stay_in_memory():
    tracemalloc.start()
    for number in range(50):
        header = f"{number}/b" + "".join(f";{name:x}=1" for name in range(1000))
        assert media_types(header, ("html",)) == []
    kept, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert kept < 500_000
