from __future__ import annotations

import pytest


@pytest.mark.parametrize(
    "place",
    [
        "params: {{id: {}}}",
        "routes: [{{path: '/:id', respond: {{}}, params: {{id: {}}}}}]",
        "routes: [{{prefix: '/:id', routes: [], params: {{id: {}}}}}]",
    ],
)
@pytest.mark.parametrize(
    ("value", "said"),
    [
        ("{}", "2 GW011 id needs at least one of pattern, kind and load"),
        (
            "{kind: int, pattern: x}",
            "2 GW051 int has a pattern of its own: ASCII digits; write one of kind and",
        ),
        ("{lod: 'a:b'}", '2 GW010 unknown key "lod" in a parameter (did you mean "load"?)'),
        ("{kind: integer}", '2 GW015 kind must be text or int, not "integer" (did you mean "int"?)'),
        ("{load: users}", '2 GW060 "users" is not module:name'),
    ],
)
def test_parameter_that_says_nothing_or_too_much_is_told(refused, place: str, value: str, said: str) -> None:
    (found,) = refused(place.format(value))

    assert found.startswith(said)


@pytest.mark.parametrize(
    "value", ["int", "{load: 'a:b'}", "{kind: int, load: 'a:b'}", "{kind: text, pattern: x+}"]
)
def test_parameter_that_says_something_is_accepted(configured, value: str) -> None:
    assert "id" in configured(f"params: {{id: {value}}}").params


@pytest.mark.parametrize(
    "text", ["params: 5", "params: {id: 5}", "routes: [{path: /, respond: {}, params: 5}]"]
)
def test_wrong_types_are_told_once(refused, text: str) -> None:
    assert [said.split()[1] for said in refused(text)] == ["GW014"]
