from __future__ import annotations

import pytest

from gateway.check.examination import examined
from gateway.errors import ConfigError


@pytest.fixture
def told(tmp_path):
    """The rule and line of each mistake in a file, beside which there is a handler and a template."""

    def told(text: str) -> list[str]:
        for name, content in {
            "gateway.yaml": f"version: 1\n{text}",
            "handlers/__init__.py": "",
            "handlers/a.py": "def show(request, id): ...\n",
            "views/a.html": "",
        }.items():
            (tmp_path / name).parent.mkdir(exist_ok=True)
            (tmp_path / name).write_text(content)
        with pytest.raises(ConfigError) as caught:
            examined(tmp_path / "gateway.yaml", environ={})
        return [f"{each.rule} {each.position.line}" for each in caught.value.problems]

    return told


@pytest.mark.parametrize(
    ("answer", "rule"),
    [
        ("handler: 'handlers.b:show'", "GW060"),
        ("handler: 'handlers.a:shwo'", "GW061"),
        ("view: b.html", "GW064"),
        ("static: nowhere", "GW065"),
        ("redirect: nowhere", "GW047"),
        ("respond: {}, when: {predicate: nowhere}", "GW046"),
    ],
)
def test_name_that_is_not_there_is_told_where_it_is_used_first(told, answer, rule):
    routes = "".join(f"  - {{path: '/{each}/:id', {answer}}}\n" for each in "abc")

    assert told(f"routes:\n{routes}") == [f"{rule} 3"]


def test_names_that_differ_are_told_each(told):
    text = "routes:\n  - {path: /a, handler: 'b:show'}\n  - {path: /b, handler: 'c:show'}\n"

    assert told(text) == ["GW060 3", "GW060 4"]


def test_no_template_is_missed_while_its_folder_is(told):
    text = "views: {directory: [views, nowhere]}\nroutes:\n  - {path: /a, view: b.html}\n"

    assert told(text) == ["GW065 2"]
    assert told(text.replace("nowhere", "handlers")) == ["GW064 4"]


@pytest.mark.parametrize("key", ["handler", "view: a.html, data"])
def test_parameter_that_params_misspell_is_not_missed_by_a_handler(told, key):
    text = f"routes:\n  - {{path: '/:no', params: {{id: int}}, {key}: 'handlers.a:show'}}\n"
    other = "  - {path: '/b/:no', params: {no: int}, handler: 'handlers.a:show'}\n"

    assert told(text) == ["GW052 3"]
    assert told(text + other) == ["GW052 3", "GW063 4"]
