"""Lookup, values and answers as Express 5 has them: record_express5_views.mjs asked it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from gateway.views.templates import Templates

RECORDED = json.loads(Path(__file__).with_name("express5_views.json").read_text(encoding="utf-8"))
OUTSIDE = "a name that leads out of the folders: it may come from a request"
WITHOUT = "a folder is looked up by all of its name"
FIRST = "of one name the first folder has the template, also for an absolute path"
DIFFERENT = {
    "../shared/foot": OUTSIDE,
    "../secret": OUTSIDE,
    "../views/home": OUTSIDE,
    "{folder}/secret.html": OUTSIDE,
    "{folder}/shared/foot": OUTSIDE,  # where shared is no root
    "{folder}/views/home": FIRST,
    "{folder}/views/users": FIRST,
    "dir.html": WITHOUT,
    "x/y.html": WITHOUT,
}


@pytest.fixture
def folder(tmp_path):
    """The files that were recorded, each of which says which it is."""
    for name in RECORDED["files"]:
        file = tmp_path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(name, encoding="utf-8")
    return tmp_path


def found(folder, case, get):
    """What a name finds, as it is recorded."""
    pages = Templates([folder / root for root in case["roots"]], extension=case["extension"])
    try:
        return {"text": pages.render(case["name"].replace("{folder}", str(folder)), {}, get)}
    except LookupError:
        return {"error": True}


def test_enough_was_recorded():
    assert len(RECORDED["lookup"]) + len(RECORDED["precedence"]) + len(RECORDED["answers"]) > 200


@pytest.mark.parametrize("case", RECORDED["lookup"], ids=lambda case: f"{case['roots']} {case['name']}")
def test_name_finds_what_it_finds_in_express(folder, get, case):
    recorded = {key: case[key] for key in ("text", "error") if key in case}

    assert found(folder, case, get) == recorded or case["name"] in DIFFERENT


@pytest.mark.parametrize("name", DIFFERENT)
def test_some_names_differ_on_purpose(folder, get, name):
    cases = [case for case in RECORDED["lookup"] if case["name"] == name]

    assert any(found(folder, case, get) != {"text": case.get("text")} for case in cases)


@pytest.mark.parametrize("name", [name for name, reason in DIFFERENT.items() if reason == OUTSIDE])
def test_no_name_leads_out_of_the_folders(folder, get, name):
    assert found(folder, {"roots": ["views"], "extension": ".html", "name": name}, get) in (
        {"error": True},
        {"text": "views/home.html"},
    )


@pytest.mark.parametrize("case", RECORDED["precedence"], ids=str)
def test_nearer_value_hides_the_farther(templates, get, case):
    get.state.__dict__.update(case["state"])

    text = templates({"who.html": "[{{ who }}]"}, globals=case["globals"]).render("who", case["values"], get)

    assert text == case["text"]


HANDLERS = {
    "renders": 'View("home")',
    "renders with a status": 'View("home", status=422)',
    "has set a type": 'Response(render(request, "home"), type="text")',
    "renders what is missing": 'View("missing")',
    "renders what is outside": 'View("secret.html")',
    "renders in no language": 'View("home.nothing")',
}


@pytest.mark.parametrize("case", RECORDED["answers"], ids=lambda case: case["handler"])
def test_answer_is_that_of_express(folder, serve, case):
    service = "views: {directory: views}\nroutes: [{path: /, handler: 'served:page'}]\n"
    code = f"from gateway.views import render\n\ndef page(request): return {HANDLERS[case['handler']]}\n"

    answer = serve(service, code).get("/")

    assert answer.status_code == case["status"]
    if "text" in case:
        assert (answer.content_type, answer.text) == (case["type"], case["text"])
