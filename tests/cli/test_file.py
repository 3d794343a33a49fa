from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path

import pytest

from gateway.cli.file import add_file, is_missing


@pytest.mark.parametrize(
    ("arguments", "named", "expected"),
    [
        ([], None, "gateway.yaml"),
        ([], "other.yaml", "other.yaml"),
        (["mine.yaml"], "other.yaml", "mine.yaml"),
    ],
)
def test_argument_beats_environment_beats_the_folder(folder, monkeypatch, arguments, named, expected):
    if named:
        monkeypatch.setenv("GATEWAY_CONFIG", named)
    options = ArgumentParser()
    add_file(options)

    assert options.parse_args(arguments).file == Path(expected)


def test_file_that_is_missing_is_told(folder, capsys):
    (folder / "here.yaml").write_text("")

    assert not is_missing(Path("here.yaml"), "check", "")
    assert is_missing(Path("gone.yaml"), "check", "; look again")
    assert capsys.readouterr().err == "gateway check: gone.yaml is not a file; look again\n"
