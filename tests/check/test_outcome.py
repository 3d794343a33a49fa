from __future__ import annotations

import pytest

from gateway.check.outcome import Means, outcome
from gateway.config.includes import assemble


@pytest.fixture
def found(tmp_path):
    """What is found in production."""

    def found(text, **files):
        for name, content in {"gateway": f"version: 1\n{text}", **files}.items():
            (tmp_path / f"{name}.yaml").write_text(content)
        return outcome(assemble(tmp_path / "gateway.yaml"), "production", Means({}, assemble), is_whole=True)

    return found


def test_environment_is_the_one_that_is_named(found):
    (problem,) = found("session: {}\n").finding.problems

    assert problem.message == 'session needs "keys"'


def test_what_is_wrong_with_names_and_with_regexes_is_told_together(found):
    text = 'routes: [{regex: "(a+)+$", respond: {}}, {path: /, handler: nowhere:a}]\n'

    assert [problem.rule for problem in found(text).finding.problems] == ["GW054", "GW060"]


def test_variables_of_mounted_files_are_missed_as_well(found):
    outer = "env: {A: {}}\nsettings: {own: {a: '${A}'}}\nroutes: [{path: /in, mount: {config: inner.yaml}}]\n"
    result = found(outer, inner="version: 1\nenv: {B: {}}\nsettings: {own: {b: '${B}'}}\n")

    assert [problem.message.partition(" is not set")[0] for problem in result.unset] == ["A", "B"]
    assert [file.name for file in result.files] == ["gateway.yaml", "inner.yaml"]
    assert result.rows == 3
