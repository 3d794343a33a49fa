from __future__ import annotations

import pytest

from gateway.check.vocabulary import vocabulary_problems
from gateway.config.reader import parse

BODY = "routes: [{{path: /, body: {{schema: {}}}}}]"
QUERY = "routes: [{{path: /, query: {{page: {}}}}}]"


def told(text, schema):
    return [problem.message for problem in vocabulary_problems(parse(text.format(schema), "a.yaml"))]


@pytest.mark.parametrize("text", [BODY, QUERY])
@pytest.mark.parametrize(
    "schema",
    [
        "{type: integer, minimun: 1}",
        "{properties: {minimun: {minimun: 1}}}",
        "{anyOf: [{minimun: 1}, {type: 'null'}]}",
        "{items: {not: {minimun: 1}}}",
    ],
)
def test_misspelt_word_of_json_schema_is_told(text, schema):
    assert told(text, schema) == ['JSON Schema has no word "minimun" (did you mean "minimum"?)']


@pytest.mark.parametrize(
    "schema",
    [
        "{type: integer, minimum: 1, default: 1, x-shown: true}",
        "{properties: {minimun: {type: string}}, required: [minimun]}",
        "{default: {minimun: 1}, enum: [{minimun: 1}]}",
        "true",
        "schemas/item.json",
    ],
)
def test_words_of_json_schema_and_names_are_not_told(schema):
    assert told(BODY, schema) == []
