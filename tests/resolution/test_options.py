"""What the options of a built-in layer stand for, and what is said where they stand for nothing."""

from __future__ import annotations

import pytest

HANDLERS = {"own.py": "def check(name, password): return True\nvalue = 5\n"}


def routed(entry, before=""):
    return f"{before}routes:\n  - {{path: /, stack: [{entry}], respond: {{text: x}}}}\n"


@pytest.fixture
def layer(compiled):
    """The one layer that an entry makes."""

    def layer(entry, before="", **environ):
        text = routed(entry, before)
        (made,) = compiled(text, {**HANDLERS, "a.ico": ""}, **environ).table.rows[-1].endpoint.layers
        return made

    return layer


def test_function_is_found_by_its_name(layer):
    assert layer('{basic_auth: {check: "own:check"}}').check("a", "b") is True


def test_secret_is_plain_text_for_its_layer(layer):
    before = "env: {PW: {secret: true}}\n"

    assert layer('{basic_auth: {users: {ann: "${PW}"}}}', before, PW="hunter2").users == {"ann": "hunter2"}


def test_file_is_an_absolute_path(compiled, tmp_path):
    rows = compiled(routed("{favicon: {file: a.ico}}"), {"a.ico": ""}).table.rows

    assert rows[-2].endpoint.layers[0].file == tmp_path / "a.ico"


def test_list_is_a_tuple(layer):
    assert layer('{compress: {types: ["text/*"]}}').types == ("text/*",)


@pytest.mark.parametrize(
    ("entry", "said"),
    [
        ('{basic_auth: {check: "own:chek"}}', '3:44 GW061 own has no "chek" (did you mean "check"?)'),
        ('{basic_auth: {check: "own:value"}}', '3:44 GW062 "own:value" is int, not something to call'),
        ('{basic_auth: {check: "owm:check"}}', '3:44 GW060 no module "owm" (did you mean "own"?)'),
        (
            "{basic_auth: {realm: x}}",
            '3:24 GW051 "basic_auth" needs either check',
        ),
        ("favicon", '3:23 GW011 "favicon" needs "file"'),
        ("{favicon: {file: b.ico}}", '3:40 GW065 file "b.ico" does not exist'),
        ("{access_log: {format: jsn}}", "3:24 GW063 \"access_log\" cannot be built: ValueError: 'jsn' is no"),
    ],
)
def test_option_that_stands_for_nothing_is_told_with_its_place(refused, entry, said):
    (problem,) = refused(routed(entry), HANDLERS)

    assert problem.startswith(said)


def test_module_that_fails_keeps_everybody_out(client, caplog):
    site = client(routed('{basic_auth: {check: "own:check"}}'), {"own.py": "1 / 0"})

    assert site.get("/", headers={"Authorization": "Basic YTpi"}).status_code == 500
    assert site.get("/").status_code == 401
