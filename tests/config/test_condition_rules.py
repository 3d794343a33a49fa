from __future__ import annotations

import pytest

IMAGE = "predicates: {image: 'a:b', an upload: 'a:c'}"


@pytest.mark.parametrize("holder", ["path: /, respond: {}", "prefix: /, routes: []"])
@pytest.mark.parametrize(
    ("settings", "when", "said"),
    [
        ("", "{}", "when needs at least one of header, query and predicate"),
        ("", "{header: {}}", "when needs at least one of header, query and predicate"),
        ("", "{header: {X-A: a, x-a: b}}", "the header x-a is there already"),
        (IMAGE, "{predicate: imag}", 'no predicate is named "imag" (did you mean "image"?)'),
        (IMAGE, "{predicate: zzz}", 'no predicate is named "zzz"'),
        ("", "{predicate: image}", 'no predicate is named "image"'),
        ("", "{header: {host: a.org}}", "the Host is asked for with host: a.example.org, beside when"),
        ("", "{header: {X-A: ' a'}}", 'X-A: " a" begins or ends with a blank'),
        ("", "{header: {X Y: a}}", '"X Y" is not a name of letters, digits and -'),
        ("", "{header: {X-Api: 2}}", "X-Api must be text or true or false, not 2"),
    ],
)
def test_condition_that_cannot_be_asked_is_told(refused, holder: str, settings: str, when: str, said: str):
    (found,) = refused(f"settings: {{{settings}}}\nroutes: [{{{holder}, when: {when}}}]")

    assert said in found


@pytest.mark.parametrize(
    ("hosts", "host", "unknown"),
    [
        ("[a.org]", "b.org", ["b.org"]),
        ("[a.org]", "[a.org, b.org, c.org]", ["b.org", "c.org"]),
        ("[a.org]", "'*.a.org'", ["*.a.org"]),
        ("[a.b.a.org]", "'*.a.org'", ["*.a.org"]),
        ("[b.a.org]", "'*.a.org'", []),
        ("[A.org]", "[a.ORG]", []),
    ],
)
def test_hosts_that_are_not_answered_are_told(configured, refused, hosts: str, host: str, unknown: list[str]):
    text = f"settings: {{hosts: {hosts}}}\nroutes: [{{path: /, respond: {{}}, host: {host}}}]"
    said = refused(text) if unknown else []

    assert [found.split()[6].rstrip(":") for found in said] == unknown
    assert unknown or configured(text)


@pytest.mark.parametrize(
    "text",
    [
        "settings: {predicates: 5}\nroutes: [{path: /, respond: {}, when: {predicate: a}}]",
        "routes: [{path: /, respond: {}, when: 5}]",
        "routes: [{path: /, respond: {}, when: {header: 5}}]",
        "routes: [{path: /, respond: {}, when: {predicate: 5}}]",
        "routes: [{path: /, respond: {}, host: [5]}]",
    ],
)
def test_wrong_types_are_told_once(refused, text: str) -> None:
    assert [said.split()[1] for said in refused(text)] == ["GW014"]


@pytest.mark.parametrize(
    "text",
    [
        "env: {A: {}}\nsettings: {hosts: ['${A}']}\nroutes: [{path: /, respond: {}, host: b.org}]",
        "env: {A: {}}\nsettings: {hosts: [b.org]}\nroutes: [{path: /, respond: {}, host: '${A}'}]",
        "env: {A: {}}\nroutes: [{path: /, respond: {}, when: {predicate: '${A}'}}]",
    ],
)
def test_name_that_is_not_known_yet_is_not_judged(configured, text: str) -> None:
    assert configured(text, require=False)


@pytest.mark.parametrize("holder", ["path: /, respond: {}", "prefix: /, routes: []"])
def test_header_that_is_added_twice_is_told(refused, holder: str) -> None:
    assert refused(f"routes: [{{{holder}, headers: {{X-A: a, x-a: b}}}}]") == [
        "2 GW002 the header x-a is there already; capitals and small letters are the same"
    ]
