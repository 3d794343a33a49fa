from __future__ import annotations

import pytest

from gateway.check.examination import examined
from gateway.errors import ConfigError

SLOW = '{regex: "^/(\\\\w+/?)*$", respond: {text: x}}'
EXPONENTIAL = 'this regex can take exponential time: try "/" + "a" * 40 + "!"'


@pytest.fixture
def told(tmp_path, monkeypatch):
    """Places and messages of what is said about some files."""
    monkeypatch.chdir(tmp_path)

    def told(**files):
        for name, text in files.items():
            (tmp_path / f"{name}.yaml").write_text(text)
        try:
            problems = examined(tmp_path / "gateway.yaml", environ={}).warnings
        except ConfigError as error:
            problems = error.problems
        return [f"{str(each.position).removeprefix(f'{tmp_path}/')} {each.message}" for each in problems]

    return told


def test_what_compiles_and_never_ends_is_refused(told):
    assert told(gateway=f"version: 1\nroutes:\n- {SLOW}\n") == [f"gateway.yaml:3:11 {EXPONENTIAL}"]


def test_what_does_not_compile_is_told_with_it_in_the_order_of_the_file(told):
    text = f"version: 1\nroutes:\n- {{path: /, handler: 'nowhere:a'}}\n- {SLOW}\n- {{path: /b, view: b}}\n"

    assert told(gateway=text) == [
        'gateway.yaml:3:22 no module "nowhere"',
        f"gateway.yaml:4:11 {EXPONENTIAL}",
        'gateway.yaml:5:20 no template "b"',
    ]


def test_warnings_of_both_are_told_where_nothing_is_refused(told):
    text = 'version: 1\nroutes:\n- {path: "/:a", respond: {text: x}, params: {a: {pattern: "a*a*a*b"}}}\n'
    (said,) = told(gateway=text)

    assert said.startswith(
        "gateway.yaml:3:59 the time of this regex grows with the cube of the length, or worse"
    )


def test_mounted_file_is_examined_where_it_stands(told):
    outer = "version: 1\nroutes: [{prefix: /in, routes: [{path: /, mount: {config: inner.yaml}}]}]\n"

    assert told(gateway=outer, inner=f"version: 1\nroutes: [{SLOW}]\n") == [f"inner.yaml:2:18 {EXPONENTIAL}"]


def test_file_mounted_in_itself_is_examined_once(told):
    again = "{path: /again, mount: {config: gateway.yaml}}"
    circle, slow = told(gateway=f"version: 1\nroutes:\n- {again}\n- {SLOW}\n")

    assert (circle, slow) == (
        "gateway.yaml:3:34 this configuration is mounted in itself: gateway.yaml -> gateway.yaml",
        f"gateway.yaml:4:11 {EXPONENTIAL}",
    )


def test_mounted_file_that_cannot_be_loaded_is_told_of_once(told):
    outer = "version: 1\nroutes: [{path: /, mount: {config: inner.yaml}}]\n"

    assert told(gateway=outer, inner="version: 1\nrouts: []\n") == [
        'inner.yaml:2:1 unknown key "routs" in the file (did you mean "routes"?)'
    ]
