"""Problems as the check finds them."""

from __future__ import annotations

from pathlib import Path

import pytest

from gateway.errors import Position, Problem

HOSTILE = 'a%0Ab: "c", <d>]]>&\r\n::error::\x1b[31m\ud800e'


@pytest.fixture
def problems(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[Problem]:
    """An error with help, a warning in another folder, and one whose every text is hostile."""
    monkeypatch.chdir(tmp_path)
    at = Position(str(tmp_path / "gateway.yaml"), 12, 3, 6, "  client_secret: hunter2")
    outside = Position("/elsewhere/in cluded.yaml", 7, 1, 4, "keys: [hunter2]")
    strange = Position(str(tmp_path / f"x{HOSTILE}"), 1, 2, 1, HOSTILE)
    return [
        Problem(at, "GW010", 'unknown key "handlr"', "write handler"),
        Problem(outside, "GW037", "trusts everybody", "", "warning"),
        Problem(strange, "GW001", HOSTILE, HOSTILE),
    ]
