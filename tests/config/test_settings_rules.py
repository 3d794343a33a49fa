from __future__ import annotations

import pytest

KEY = "0123456789abcdef0123456789abcdef"


def warnings(config) -> list[str]:
    return [f"{w.position.line}:{w.position.column} {w.level} {w.rule}" for w in config.warnings]


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        (
            "method_override: {}",
            "GW011 settings.method_override needs at least one of field, header and query",
        ),
        ("method_override: {methods: [POST]}", "GW011 settings.method_override needs at least one of field"),
        ("method_override: {field: a, methods: [ANY, PUT]}", "GW055 ANY is every method and stands alone"),
        ("method_override: {header: Cookie}", 'GW014 header: "Cookie" holds something else'),
        ("method_override: {header: Content-Length}", 'GW014 header: "Content-Length" is set by the server'),
        ("method_override: {header: 'X Y'}", 'GW014 header: "X Y" is not a name of letters, digits and -'),
        ("method_override: {field: a, methods: [post]}", 'GW055 unknown method "post" (write POST)'),
        ("method_override: {field: a, methods: []}", "GW014 methods must not be empty"),
        ("cookies: {keys: [short]}", "GW014 a key has 5 characters, needs 32"),
        ("cookies: {keys: []}", "GW014 keys must not be empty"),
        ("cookies: {}", 'GW011 settings.cookies needs "keys"'),
        ("trust_proxy: -1", "GW014 trust_proxy must be at least 0, not -1"),
        ("trust_proxy: []", "GW014 trust_proxy must not be empty"),
    ],
)
def test_settings_that_do_not_go_together_are_told(refused, settings: str, said: str) -> None:
    found = refused(f"settings: {{{settings}}}")

    assert any(one.startswith(f"2 {said}") for one in found)


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ("public_url: 'https://a.org', hosts: [b.org]", ["2:48 warning GW058"]),
        ("public_url: 'https://A.org:8000/x', hosts: [a.ORG]", []),
        ("public_url: 'http://[::1]:8000', hosts: [a.org]", []),
        ("method_override: {field: _method}", []),
        ("trust_proxy: 2", []),
        ("trust_proxy: [loopback, 10.0.0.0/8]", []),
        (f"cookies: {{keys: [{KEY}]}}, query: flat, jsonp: {{}}", []),
    ],
)
def test_what_is_dangerous_is_a_warning(configured, settings: str, said: list[str]) -> None:
    assert warnings(configured(f"settings: {{{settings}}}")) == said


def test_errors_are_told_before_any_warning(refused) -> None:
    said = refused("settings: {trust_proxy: true, etag: weka}")

    assert [one.split()[1] for one in said] == ["GW015"]


def test_key_of_the_environment_is_measured(refused) -> None:
    text = "env: {K: {secret: true}}\nsettings: {cookies: {keys: ['${K}']}}"

    assert refused(text, K="short") == ["3 GW024 K has 5 characters, needs 32"]


def test_override_whose_variable_is_not_set_counts_as_not_written(configured) -> None:
    text = "env: {F: {optional: true}}\nsettings: {method_override: {field: '${F}'}}"

    assert configured(text).settings.method_override.field is None


@pytest.mark.parametrize("settings", ["5", "{method_override: 5}", "{cookies: 5}", "{trust_proxy: a}"])
def test_wrong_types_are_told_once(refused, settings: str) -> None:
    assert [said.split()[1] for said in refused(f"settings: {settings}")] == ["GW014"]


@pytest.mark.parametrize(
    ("hosts", "host", "is_answered"),
    [
        ("'*.example.org'", "a.example.org", True),
        ("'*.example.org'", "'*.example.org'", True),
        ("a.example.org", "'*.example.org'", True),
        ("'*.example.org'", "a.b.example.org", False),
        ("'*.example.org'", "example.org", False),
    ],
)
def test_hosts_of_routes_are_among_those_of_the_service(configured, refused, hosts, host, is_answered):
    text = f"settings: {{hosts: [{hosts}]}}\nroutes: [{{path: /, host: {host}, respond: {{}}}}]"

    if is_answered:
        assert configured(text).settings.hosts
    else:
        assert ["GW058" in line for line in refused(text)] == [True]


def test_trust_in_no_proxy_is_trust_in_nobody(configured) -> None:
    assert configured("settings: {trust_proxy: 0}\nroutes: []").settings.trust_proxy is False
