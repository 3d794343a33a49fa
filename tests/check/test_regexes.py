from __future__ import annotations

import json

from gateway.check.regexes import regex_problems
from gateway.config import load


def test_pattern_in_a_schema_file_is_told_with_its_place_in_the_file(tmp_path):
    schema = {"properties": {"names": {"items": [{}, {"pattern": "^(a+)+$"}]}}}
    (tmp_path / "item.json").write_text(json.dumps(schema))
    route = "{path: /, methods: [POST], handler: 'a:b', body: {schema: item.json}}"
    (tmp_path / "gateway.yaml").write_text(f"version: 1\nroutes: [{route}]\n")
    (problem,) = regex_problems(load(tmp_path / "gateway.yaml", environ={}))

    assert problem.position.text[problem.position.column - 1 :].startswith("item.json")
    assert problem.message.startswith("this regex at #/properties/names/items/1/pattern can take exponential")
