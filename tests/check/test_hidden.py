from __future__ import annotations

import pytest

from gateway.check.hidden import hidden_problems
from gateway.config.reader import parse


def said(text):
    return sorted(
        {f"{each.position.line}: {each.message}" for each in hidden_problems(parse(text, "a.yaml"))}
    )


def test_value_below_an_overlay_is_checked():
    text = """version: 1
settings: {etag: weka}
environments: {development: {settings: {etag: weak}}}
"""

    assert said(text) == [
        '2: etag must be weak, strong, none or module:function, not "weka" (did you mean "weak"?)'
    ]


def test_misspelt_key_of_a_variable_that_is_not_set_is_told():
    text = """version: 1
env: {GONE: {optional: true}}
settings: {json: {encder: "${GONE}"}}
"""

    assert said(text) == ['3: unknown key "encder" in settings.json (did you mean "encoder"?)']


@pytest.mark.parametrize(
    "holder", ["errors: [{view: a.html}]", "environments: {a: {errors: [{view: a.html}]}}"]
)
def test_item_of_a_list_is_whole_by_itself(holder):
    assert said(f"version: 1\n{holder}\n") == ['2: an error rule needs "on"']


def test_mistake_in_the_manifest_is_told():
    text = "version: 1\nenv: {A: {secert: true}}\nenvironments: {development: {env: {A: {}}}}\n"

    assert said(text) == ['2: unknown key "secert" in a variable (did you mean "secret"?)']


@pytest.mark.parametrize(
    "text",
    [
        "env: {AGE: {}, ON: {}, TEXT: {optional: true}}\nsettings: {trust_proxy: '${ON}', etag: '${TEXT}'}",
        "settings: {login_page: {}}\nenvironments: {production: {settings: {login_page: {view: a.html}}}}",
        "env: {}\nerrors: [{on: '${CODE}', view: a.html}]",
        "environments: []\nerrors: 5",
    ],
)
def test_what_another_environment_may_have_is_not_told(text):
    assert [line for line in said(f"version: 1\n{text}\n") if "must be a" not in line] == []
