from __future__ import annotations

from pathlib import Path

import pytest

from gateway.check.examination import examined
from gateway.compiler import compile_file
from gateway.errors import ConfigError

HANDLERS = """
def show(request, **given): ...
def verify(request, body): ...
def parse(data): ...
def hook(pairs): ...
number = 1
"""
ROUTE = 'version: 1\nroutes: [{path: /, methods: [POST], handler: "inputs_of_a_route:show", %s}]\n'


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.syspath_prepend(str(tmp_path))
    (tmp_path / "inputs_of_a_route.py").write_text(HANDLERS)
    return tmp_path


def rules(judge, file: Path) -> set[str]:
    """The rules of the errors that are found."""
    try:
        judge(file, environ={})
    except ConfigError as error:
        return {each.rule for each in error.problems}
    return set()


@pytest.mark.parametrize(
    ("keys", "rule"),
    [
        ("query: {page: {type: integer}, tags: {type: array, items: {type: string}}}", None),
        ("query: {tags: {type: array}}", None),
        ("query: {tags: {type: [string, boolean]}}", None),
        ("query: {page: {type: object}}", "GW081"),
        ("query: {page: {type: array, items: {type: array}}}", "GW081"),
        ("query: {page: {type: integr}}", "GW081"),
        ("query: {page: {anyOf: [{type: integer}]}}", None),
        ("body: {schema: {type: object, required: [a], properties: {a: {type: string}}}}", None),
        ("body: {schema: {type: object, required: [a, a]}}", "GW081"),
        ("body: {parser: text, types: [text/csv, +csv, '*/*']}", None),
        ("body: {parser: text, types: [csv]}", None),
        ("body: {parser: text, types: [nobody-knows-it]}", "GW015"),
        ("body: {parser: form, charset: UTF-8}", None),
        ("body: {parser: form, charset: iso-8859-1}", None),
        ("body: {parser: form, charset: windows-1252}", "GW015"),
        ('body: {parser: json, hook: "inputs_of_a_route:hook", verify: "inputs_of_a_route:verify"}', None),
        ('body: {parser: json, hook: "inputs_of_a_route:gone"}', "GW061"),
        ('body: {parser: text, verify: "inputs_of_a_route:gone"}', "GW061"),
        ('body: {parser: "inputs_of_a_route:parse", types: [a/b]}', None),
        ('body: {parser: "inputs_of_a_route:number", types: [a/b]}', "GW062"),
        ("body: {required: true}", None),
    ],
)
def test_inputs_are_wrong_where_they_are_at_the_start(folder, keys, rule):
    (folder / "gateway.yaml").write_text(ROUTE % keys)
    expected = {rule} if rule else set()

    assert rules(examined, folder / "gateway.yaml") == expected
    assert rules(compile_file, folder / "gateway.yaml") == expected
