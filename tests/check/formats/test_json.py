from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from gateway.check.formats.json import written

PAGE = Path(__file__).parents[3] / "docs" / "check.md"


def test_problem_is_an_object_with_its_place(problems):
    assert json.loads(written(problems[:1])) == {
        "version": 1,
        "errors": 1,
        "warnings": 0,
        "problems": [
            {
                "file": "gateway.yaml",
                "line": 12,
                "column": 3,
                "end_column": 9,
                "level": "error",
                "rule": "GW010",
                "message": 'unknown key "handlr"',
                "help": "write handler",
            }
        ],
    }


def test_hostile_text_comes_back_printable(problems):
    last = json.loads(written(problems).encode())["problems"][2]

    assert last["message"] == last["help"] == 'a%0Ab: "c", <d>]]>&��::error::�[31m�e'


def test_clean_file_is_an_empty_list():
    assert json.loads(written([])) == {"version": 1, "errors": 0, "warnings": 0, "problems": []}


@pytest.mark.parametrize("level", ["whole", "problem"])
def test_page_describes_every_key(problems, level):
    found = json.loads(written(problems))
    keys = found if level == "whole" else found["problems"][0]

    assert [key for key in keys if not re.search(rf"^\| `{key}` \|", PAGE.read_text(), re.MULTILINE)] == []
