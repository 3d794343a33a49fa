"""The page about what handlers call."""

from __future__ import annotations

import ast
import re

import pytest

from gateway import http, views
from gateway.cli.handlers import handlers_page

PAGE = handlers_page()


@pytest.mark.parametrize("name", [*http.__all__, *views.__all__])
def test_everything_that_handlers_import_is_described(name):
    assert name in PAGE or name == "UNSET"


@pytest.mark.parametrize(
    "member", ["accepts(*offers)", "is_xhr", "signed_cookies", "flash(kind, *messages)", "outer"]
)
def test_what_a_request_has_is_listed(member):
    section = PAGE.partition("## gateway.http.Request")[2].partition("\n## ")[0]

    assert f"`{member}`" in section


def test_every_row_of_a_table_says_something():
    rows = re.findall(r"^\| `[^`]+` \| (.*) \|$", PAGE, re.MULTILINE)

    assert len(rows) > 60
    assert [row for row in rows if len(row) < 10] == []


@pytest.mark.parametrize("block", re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL))
def test_examples_are_python(block):
    is_signature = block.startswith("gateway.") and block.count("\n") == 1

    assert ast.parse(
        f"def {block.strip().rpartition('.')[2]}: ..." if is_signature and "." in block else block
    )
