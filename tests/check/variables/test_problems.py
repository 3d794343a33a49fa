from __future__ import annotations

import pytest

from gateway.check.outline.modules import Modules
from gateway.check.variables.problems import variable_problems
from gateway.config import load

LISTED = "def listed(request):\n    return {'films': []}\n"
HOME = "routes: [{path: /, view: home, data: 'films:listed'}]\n"


@pytest.fixture
def told(tmp_path):
    """Places, levels and messages about a configuration and files by their names."""

    def tell(written=HOME, **files):
        for name, text in {"films.py": LISTED, "gateway.yaml": f"version: 1\n{written}", **files}.items():
            file = tmp_path / (name if "." in name else f"views/{name}.html")
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text)
        config = load(tmp_path / "gateway.yaml", environ={}, require=False)
        return [
            f"{str(each.position).removeprefix(f'{tmp_path}/views/')} {each.level} {each.message}"
            for each in variable_problems(config, Modules(tmp_path).definition)
        ]

    return tell


def test_variable_that_nothing_gives_is_told_at_its_place(told):
    assert told(home="<p>\n  {{ films }} {{ flims|length }}</p>\n") == [
        'home.html:2:18 warning nothing gives the variable "flims" (did you mean "films"?)'
    ]


def test_variable_that_nothing_gives_is_an_error_if_it_is_one_for_the_page(told):
    (said,) = told(f"views: {{undefined: strict}}\n{HOME}", home="{% if eror %}{{ films }}{% endif %}")

    assert said == 'home.html:1:7 error nothing gives the variable "eror"'


@pytest.mark.parametrize(
    "files",
    [
        {"home": "{{ films }} {{ request }} {{ user }} {{ range(3) }} {{ csrf_field() }} {{ remote_user }}"},
        {"home": "{% if eror %}{% endif %}{{ more|default('') }}"},
        {"home": "{{ partial('row', films) }}", "row": "{{ row }} {{ lastInCollection }} {{ films }}"},
        {"home": "{% extends 'shape' %}", "shape": "{{ films }} {% block a %}{% endblock %}"},
        {"home": "{% include 'rules.md' %}{{ more }}", "views/rules.md": "{{ anything }}"},
        {"home": "{{ flims", "films.py": LISTED},
        {"other": "{{ flims }}"},
        {"home": "{{ flims }}", "films.py": "def listed(request):\n    return find()\n"},
        {
            "home": "{{ flims }}",
            "films.py": f"{LISTED}\n\ndef other(request):\n    request.state.flims = 1\n",
        },
        {
            "home": "{{ flims }}",
            "films.py": f"{LISTED}\n\ndef other(request, x):\n    return View('a', **x)\n",
        },
        {"home": "{{ flims }}", "other": "{% set flims = 1 %}"},
        {"home": "{{ flims }}", "films.py": "def listed(:"},
    ],
)
def test_what_may_be_given_is_not_told(told, files):
    assert told(f"views: {{engines: {{.md: 'films:markdown'}}}}\n{HOME}", **files) == []


def test_what_modules_of_others_give_is_not_known(told):
    text = "stacks: {web: ['jinja2.filters:do_mark_safe']}\nsettings: {default_stack: web}\n"

    assert told(text + HOME, home="{{ flims }}") == []


def test_template_of_several_pages_has_the_values_of_all(told):
    routes = "routes: [{path: /, view: home, data: 'films:listed'}, {path: /b, view: home}]\n"

    assert (
        told(f"views: {{layout: around}}\n{routes}", home="{{ films }}", around="{{ films }}{{ body }}") == []
    )


def test_template_is_not_told_of_if_one_of_its_pages_is_not_known(told):
    routes = "routes: [{path: /, view: home}, {path: /b, view: home, data: 'films:other'}]\n"

    assert told(routes, home="{{ flims }}") == []


def test_parameter_of_a_path_is_told_where_it_is(tmp_path, told):
    (said,) = told(
        "routes: [{prefix: '/:shop', routes: [{path: '/{*rest}', view: home}]}]\n", home="{{ rest }}"
    )

    assert said == 'home.html:1:4 warning nothing gives the variable "rest"'


def test_configuration_without_views_has_no_such_problem(told):
    assert told("routes: [{path: /, respond: {}}]\n") == []


def test_name_that_is_not_in_its_line_is_told_with_the_line(told):
    assert told(home="{% for film in\nflims %}{% endfor %}") == [
        'home.html:2:1 warning nothing gives the variable "flims" (did you mean "films"?)'
    ]
