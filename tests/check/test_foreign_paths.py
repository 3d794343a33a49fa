from __future__ import annotations

import pytest

from gateway.check.foreign_paths import foreign_paths
from gateway.config import load


@pytest.fixture
def told(tmp_path):
    def told(route: str) -> list[str]:
        (tmp_path / "gateway.yaml").write_text(f"version: 1\nroutes: [{route}]\n")
        return [problem.help for problem in foreign_paths(load(tmp_path / "gateway.yaml", environ={}))]

    return told


@pytest.mark.parametrize("path", ["/users/<id>", "/users/<int:id>/posts", "/users/{id}", "/{id}/posts"])
def test_parameter_of_another_framework_is_told(told, path):
    assert told(f"{{path: '{path}', respond: {{}}}}") == ["write :id"]
    assert told(f"{{prefix: '{path}', routes: []}}") == ["write :id"]


@pytest.mark.parametrize("path", ["/users/:id", "/colo{u}r", "/docs{/:page}", "/files{.:kind}", "/a{b}"])
def test_path_of_ours_is_not_told(told, path):
    assert told(f"{{path: ['{path}', /b], respond: {{}}}}") == []
