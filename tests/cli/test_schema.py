from __future__ import annotations

import json
from pathlib import Path

import pytest

from gateway.cli import main, schema
from gateway.cli.bundle import bundle


def test_schema_is_printed_as_json(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["schema"]) == 0
    assert json.loads(capsys.readouterr().out) == bundle()


def test_schema_and_reference_are_written_into_the_checkout(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(schema, "schemas_directory", lambda: tmp_path / "schemas")

    assert main(["schema", "--write"]) == 0
    assert (tmp_path / "schemas" / "gateway.json").read_text(encoding="utf-8") == schema.text()
    assert (tmp_path / "docs" / "reference" / "README.md").is_file()
    assert capsys.readouterr().out.count("wrote ") == 13
