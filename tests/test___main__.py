from __future__ import annotations

import runpy
import sys

import pytest


@pytest.mark.parametrize(("arguments", "status"), [(["--help"], 0), (["chek"], 2), (["schema"], 0)])
def test_module_is_the_command_line(monkeypatch, capsys, arguments, status):
    monkeypatch.setattr(sys, "argv", ["gateway", *arguments])

    with pytest.raises(SystemExit) as ended:
        runpy.run_module("gateway", run_name="__main__")
    assert ended.value.code == status


def test_import_of_the_module_runs_nothing(capsys):
    runpy.run_module("gateway.__main__", run_name="imported")

    assert capsys.readouterr() == ("", "")
