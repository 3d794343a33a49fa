"""Layouts, partials and helpers as Express 1 has them: record_express1_views.mjs asked its views."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

RECORDED = json.loads(Path(__file__).with_name("express1_views.json").read_text(encoding="utf-8"))
LEAKS = {
    '{{ partial("row", object=movie, size=3) }}{{ size }}{{ row }}': "3;",
    '{{ partial("row", movies) }}{{ collectionLength }}': "...",
}
FUNCTIONS = {"shout": lambda text: f"{text}!", "where": lambda request: "/here"}


def counter():
    """A dynamic helper that tells how often it was called."""
    calls = []
    return lambda request: calls.append(request) or len(calls)


@pytest.fixture
def rendered(templates, get):
    """The text of a recorded case, or that it is an error, as it is recorded."""

    def rendered(case):
        pages = templates(
            {case["name"]: case["page"], **case["files"]},
            layout="layout" if case["layout"] is True else None,
            partials=case.get("partials", "partials"),
            helpers={
                **case.get("helpers", {}),
                **{name: FUNCTIONS[name] for name in case.get("functions", ())},
            },
            dynamic_helpers={name: FUNCTIONS.get(name) or counter() for name in case.get("dynamic", ())},
        )
        try:
            return {
                "text": pages.render(
                    case["name"], RECORDED["values"] | case.get("values", {}), get, case["layout"]
                )
            }
        except LookupError:
            return {"error": True}

    return rendered


def test_enough_was_recorded():
    assert len(RECORDED["cases"]) > 50


@pytest.mark.parametrize("case", RECORDED["cases"], ids=lambda case: f"{case['page']} {case['layout']}")
def test_page_is_that_of_express(rendered, case):
    expected = {key: case[key] for key in ("text", "error") if key in case}
    if case["page"] in LEAKS:
        expected = {"text": LEAKS[case["page"]]}

    answer = rendered(case)

    assert {key: str(text).lower() for key, text in answer.items()} == {
        key: str(text).lower() for key, text in expected.items()
    }


@pytest.mark.parametrize("page", LEAKS)
def test_partial_leaks_nothing_where_that_of_express_does(page):
    assert any(case["page"] == page and case["text"] != LEAKS[page] for case in RECORDED["cases"])
