"""Predicates that cannot be."""

from __future__ import annotations

import pytest

PREDICATES = "def fits(request): return True\ndef none(): pass\n"


@pytest.mark.parametrize(
    ("name", "said"), [("mine:gone", "GW061"), ("mine:none", "GW063 mine:none is called with (request)")]
)
def test_predicate_that_cannot_be_called_is_refused(refused, name, said):
    routes = "routes: [{path: /, when: {predicate: p}, respond: {}}]"
    text = f'settings: {{predicates: {{p: "{name}"}}}}\n{routes}\n'

    assert [said in line for line in refused(text, {"mine.py": PREDICATES})] == [True]


def test_rows_without_conditions_ask_nothing(compiled):
    assert compiled("routes: [{path: /, respond: {}}]\n").table.rows[-1].when is None


def test_predicates_are_known_to_requests(client):
    text = 'settings: {predicates: {p: "mine:fits"}}\nroutes: [{path: /, handler: "mine:show"}]\n'
    more = (
        "def show(request): return {name: call(request) for name, call in request.app.predicates.items()}\n"
    )

    assert client(text, {"mine.py": PREDICATES + more}).get("/").json == {"p": True}
