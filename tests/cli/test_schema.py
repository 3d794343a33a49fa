from __future__ import annotations

import json

import pytest

from gateway.cli import main
from gateway.config.schema import bundle


def test_schema_is_printed_as_json(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["schema"]) == 0
    assert json.loads(capsys.readouterr().out) == bundle()
