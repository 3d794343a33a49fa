from __future__ import annotations

import pytest

from gateway.check.rules import page


def test_explain_tells_of_a_request(run, folder):
    (folder / "gateway.yaml").write_text("version: 1\nroutes: [{path: /, respond: {}}]\n")

    assert run("explain", "get", "/")[1].startswith("GET /\n  GET / (gateway.yaml:2)\n      answers\n")


@pytest.mark.parametrize("rule", ["GW041", "gw041"])
def test_page_of_a_rule_is_printed(run, rule):
    assert run("explain", rule) == (0, page("GW041"), "")


def test_rule_that_is_none_is_2(run):
    assert run("explain", "../check") == (2, "", "gateway explain: there is no rule ../CHECK\n")


def test_rule_that_is_nearly_one_is_guessed(run):
    assert run("explain", "GV041")[::2] == (
        2,
        'gateway explain: there is no rule GV041 (did you mean "GW041"?)\n',
    )
