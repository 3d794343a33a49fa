from __future__ import annotations

from time import perf_counter

import pytest

from gateway.http.negotiation import best

BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,image/webp,*/*;q=0.8"


@pytest.mark.parametrize(
    ("accept", "offers", "chosen"),
    [
        (None, ("json", "html"), "json"),
        ("", ("json", "html"), "json"),
        ("nonsense, also/", ("json", "html"), "json"),
        ("*/*", ("json", "html"), "json"),
        (None, (), None),
        (BROWSER, ("json", "html"), "html"),
        (BROWSER, ("json", "text"), "json"),
        ("application/json", ("html", "json"), "json"),
        ("TEXT/HTML", ("json", "html"), "html"),
        ("application/json, text/html", ("html", "json"), "json"),
        ("text/html;q=0.5, application/json;q=0.6", ("html", "json"), "json"),
        ("text/html ; q=0.5 , application/json ; Q=0.6", ("html", "json"), "json"),
        ("*/*, text/*, text/plain", ("html", "json", "text"), "text"),
        ("text/*;q=0.3, text/html;q=0.1", ("html", "text"), "text"),
        ("text/html;q=0, */*", ("html", "json"), "json"),
        ("text/html;q=0", ("html",), None),
        ("image/png", ("html", "json"), None),
        ("application/problem+json", ("json", "application/problem+json"), "application/problem+json"),
        ("text/html;level=1;q=0.1, text/html;q=0.9", ("html", "text/html;level=1"), "html"),
        ("text/html;level=1", ("html",), None),
        ("application/json;charset=utf-8", ("html", "json"), "json"),
        ('a/b;x="1,2;q=0", text/html;q=0.1', ("html",), "html"),
        ("text/html;q=2, application/json;q=0.1", ("html", "json"), "json"),
        ("text/html;q=nan, application/json;q=0.1", ("html", "json"), "json"),
        ("*/html, application/json;q=0.1", ("html", "json"), "json"),
        ("application/octet-stream", ("html", "unheard-of"), "unheard-of"),
    ],
)
def test_best_offer_is_chosen(accept, offers, chosen):
    assert best(accept, offers) == chosen


@pytest.mark.parametrize("accept", ['"' * 8000, '"\\' * 4000, "a/b," * 2000, 'a/b;q="' + '\\"' * 4000])
def test_hostile_header_costs_little(accept):
    start = perf_counter()

    best(accept, ("html", "json", "text"))

    assert perf_counter() - start < 0.1
