from __future__ import annotations

import pytest

from gateway.cli.variables import documents, lacking, needed
from gateway.errors import ConfigError

TEXT = """version: 1
env:
  KEY: {secret: true}
  SIZE: {type: integer, default: 7}
  NEVER: {}
  LATER: {}
settings: {own: {key: "${KEY}", size: ["${SIZE}", "${KEY}"], later: "${LATER}"}}
routes: [{path: /in, mount: {config: in.yaml}}, {path: /, respond: {}}]
environments: {staging: {env: {LATER: {optional: true}}}}
"""
INNER = """version: 1
env: {KEY: {}, INNER: {}}
settings: {own: {a: "${INNER}", b: "${KEY}"}}
routes: [{path: /, respond: {}}]
"""


@pytest.fixture
def file(folder):
    (folder / "gateway.yaml").write_text(TEXT)
    (folder / "in.yaml").write_text(INNER)
    return folder / "gateway.yaml"


def test_variables_are_told_once_with_their_uses(file):
    found = {each.name: each.uses for each in needed(documents(file, {}))}

    assert found == {
        "KEY": ("settings.own.key", "settings.own.size.1", "settings.own.b"),
        "SIZE": ("settings.own.size.0",),
        "NEVER": (),
        "LATER": ("settings.own.later",),
        "INNER": ("settings.own.a",),
    }


@pytest.mark.parametrize(("environment", "more"), [("development", {"LATER"}), ("staging", set())])
def test_variable_is_required_if_it_is_used_and_has_no_default(file, environment, more):
    found = needed(documents(file, {"GATEWAY_ENV": environment}))

    assert {each.name for each in found if each.is_required} == {"KEY", "INNER"} | more


def test_environment_lacks_what_is_not_set_or_does_not_fit(file):
    problems = lacking(documents(file, {}), {"KEY": "k", "LATER": "l", "SIZE": "x"})

    assert [(problem.rule, problem.message.split()[0]) for problem in problems] == [
        ("GW024", "SIZE"),
        ("GW021", "INNER"),
    ]
    assert lacking(documents(file, {}), {"KEY": "k", "LATER": "l", "INNER": "i"}) == []


def test_values_of_an_environment_keep_nothing_from_being_listed(file):
    assert len(list(needed(documents(file, {"SIZE": "x"})))) == 5


def test_file_with_problems_is_refused(file):
    file.write_text("version: 1\nrotues: []\n")

    with pytest.raises(ConfigError, match="rotues"):
        documents(file, {})
