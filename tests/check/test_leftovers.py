from __future__ import annotations

from textwrap import dedent

import pytest

from gateway.check.leftovers import leftovers
from gateway.config.includes import assemble

ROUTE = "routes: [{path: /, respond: {text: x}}]\n"


@pytest.fixture
def told(tmp_path):
    """Where each warning about some files is, and what it says."""

    def told(text, **files):
        for name, content in {"gateway": f"version: 1\n{dedent(text)}{ROUTE}", **files}.items():
            (tmp_path / f"{name}.yaml").write_text(content)
        found = [*leftovers(assemble(tmp_path / "gateway.yaml").document)]
        assert all(problem.level == "warning" for problem in found)
        return {
            f"{str(each.position).rpartition('/')[2]} {each.rule} {each.message}": each.help for each in found
        }

    return told


def test_variable_without_a_use_is_told_at_its_name(told):
    assert told("env:\n  ONE: {}\n  TWO: {default: x}\nsettings: {own: {a: '${TWO}'}}\n") == {
        "gateway.yaml:3:3 GW023 env ONE is declared but never used": 'write "${ONE}" where it is meant'
    }


@pytest.mark.parametrize(
    "use",
    [
        "settings: {own: {a: [1, {b: 'http://${ONE}/'}]}}",
        "environments: {production: {settings: {own: {a: '${ONE}'}}}}",
        "include: [more.yaml]",
    ],
)
def test_variable_is_used_wherever_any_environment_reads_it(told, use):
    more = "middleware: {limit: {body_limit: {max_size: '${ONE}'}}}\n"

    assert told(f"env: {{ONE: {{}}}}\n{use}\n", more=more) == {}


@pytest.mark.parametrize("text", ["$${ONE}", "ONE", "${TWO}"])
def test_text_that_only_looks_like_a_variable_is_no_use(told, text):
    assert len(told(f"env: {{ONE: {{}}}}\nsettings: {{own: {{a: '{text}'}}}}\n")) == 1


def test_default_of_a_variable_is_no_use_of_another(told):
    assert len(told("env: {ONE: {}, TWO: {default: '${ONE}'}}\n")) == 2


def test_value_that_an_overlay_repeats_is_told_with_the_line_of_the_first(told):
    text = """\
        session: {store: memory, cookie: {max_age: 1h}}
        settings: {hosts: [a.example]}
        environments:
          production:
            session: {store: memory, cookie: {max_age: 1h, idle: 1h}}
            settings: {hosts: [a.example], public_url: https://a.example}
    """

    assert told(text) == {
        "gateway.yaml:6:15 GW093 environments.production repeats the base value of session.store": (
            "take it away; line 2 says the same"
        ),
        "gateway.yaml:6:39 GW093 environments.production repeats the base value of session.cookie.max_age": (
            "take it away; line 2 says the same"
        ),
        "gateway.yaml:7:16 GW093 environments.production repeats the base value of settings.hosts": (
            "take it away; line 3 says the same"
        ),
    }


def test_value_of_an_included_file_is_told_with_that_file(told):
    text = """\
        include: [more.yaml]
        environments: {production: {middleware: {limit: {body_limit: {max_size: 1MiB}}}}}
    """
    more = "middleware: {limit: {body_limit: {max_size: 1MiB}}}\n"

    assert [*told(text, more=more).values()] == ["take it away; more.yaml:1 says the same"]


@pytest.mark.parametrize(
    "overlay",
    [
        "{session: {store: cookie}}",
        "{session: {rolling: 1}}",
        "{session: {cookie: {}}}",
        "{session: {encrypt: true}}",
        "{views: {layout: page}}",
        "{routes: []}",
        "{version: 1}",
        "none",
    ],
)
def test_overlay_that_says_something_else_is_left_in_peace(told, overlay):
    base = "session: {store: memory, rolling: true, cookie: {}}\n"

    assert told(f"{base}environments: {{production: {overlay}}}\n") == {}


@pytest.mark.parametrize("text", ["env: none\n", "environments: none\n", ""])
def test_what_the_schema_refuses_is_left_to_it(told, text):
    assert told(text) == {}


def test_variable_of_an_overlay_alone_is_told_if_nothing_uses_it(told):
    overlays = "environments: {production: {env: {USED: {optional: true}, IDLE: {}}}}\n"

    assert [*told(f"env: {{USED: {{}}}}\n{overlays}settings: {{own: {{a: '${{USED}}'}}}}\n")] == [
        "gateway.yaml:3:59 GW023 env IDLE is declared but never used"
    ]
