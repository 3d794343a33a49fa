"""Loaders that cannot be."""

from __future__ import annotations

import pytest

LOADERS = "def load(request, value): return value\ndef none(): pass\ndef show(request, id): return id\n"


@pytest.mark.parametrize(
    ("name", "said"),
    [("mine:gone", "GW061"), ("mine:none", "GW063 mine:none is called with (request, value)")],
)
def test_loader_that_cannot_be_called_is_refused(refused, name, said):
    text = f'routes: [{{path: "/:id", handler: "mine:show", params: {{id: {{load: "{name}"}}}}}}]\n'

    assert said in refused(text, {"mine.py": LOADERS})[0]


def test_route_without_loaders_has_no_layer_for_them(compiled):
    table = compiled('routes: [{path: "/:id", handler: "mine:show"}]\n', {"mine.py": LOADERS}).table

    assert table.rows[-1].endpoint.layers == ()


def test_loader_is_told_of_where_it_is_written(refused):
    text = """routes:
  - {path: "/:id", handler: "mine:show", params: {id: {pattern: "[a-z]+", load: "mine:gone"}}}
"""
    (said,) = refused(text, {"mine.py": LOADERS})

    assert said.startswith("3:81 GW061")
