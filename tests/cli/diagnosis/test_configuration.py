from __future__ import annotations

import pytest

from gateway.cli.diagnosis.configuration import configuration, variables

SECRET = "env: {KEY: {secret: true, min_length: 20}, PORT: {type: integer}, MORE: {optional: true}}\n"
USED = "session: {keys: ['${KEY}']}\nsettings: {subdomain_offset: '${PORT}', own: {more: '${MORE}'}}\n"


@pytest.fixture
def file(tmp_path, monkeypatch):
    """Writes a configuration and tells its file."""
    monkeypatch.chdir(tmp_path)

    def file(text):
        (tmp_path / "gateway.yaml").write_text(f"version: 1\n{text}\n")
        return tmp_path / "gateway.yaml"

    return file


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("routes: [{path: /, respond: {}}]", ("ok", "gateway.yaml compiles, environment development", "")),
        ("rotues: []", ("error", "gateway.yaml has 1 error", "gateway check gateway.yaml")),
        ("rotues: []\nsetings: {}", ("error", "gateway.yaml has 2 errors", "gateway check gateway.yaml")),
        ("env: {A: {}}", ("warning", "gateway.yaml compiles, with 1 warning", "gateway check gateway.yaml")),
        ("env: {A: {}, B: {}}",
         ("warning", "gateway.yaml compiles, with 2 warnings", "gateway check gateway.yaml")),
    ],
)  # fmt: skip
def test_configuration_compiles_or_not(file, text, expected):
    about = configuration(file(text), {})

    assert (about.level, about.found, about.help) == expected


def told(file, environ):
    return [(each.level, each.found) for each in variables(file, environ)]


def test_variables_that_lack_are_errors(file):
    found = list(variables(file(SECRET + USED), {"KEY": "hunter2", "PORT": "80a"}))

    assert [each.level for each in found] == ["error", "error", "ok"]
    assert "KEY has" in found[0].found
    assert found[1].found.startswith("PORT is")
    assert found[2].found == "1 set as they should be, or not needed"
    assert "hunter2" not in str(found)


def test_variable_that_is_not_set_is_told_with_what_helps(file):
    first = next(iter(variables(file(SECRET + USED), {"PORT": "2"})))

    assert first.found.startswith("KEY is not set and has no default")
    assert first.help.startswith("set KEY")


def test_variables_that_are_there_are_counted(file):
    environ = {"KEY": "hunter2hunter2hunter2hunter2hunter2", "PORT": "2"}

    assert told(file(SECRET + USED), environ) == [("ok", "3 set as they should be, or not needed")]


def test_without_variables_nothing_is_told(file):
    assert told(file("routes: []"), {}) == []
