from __future__ import annotations

import pytest


@pytest.mark.parametrize(
    "text",
    [
        "stacks: {web: [cors]}",
        "middleware: {a: cors}",
        "routes: [{path: /, stack: cors, respond: {}}]",
        "routes: [{path: /, stack: [cors], respond: {}}]",
        "routes: [{prefix: /, routes: [{path: /, stack: [cors], respond: {}}]}]",
        "login: {a: {provider: sandbox, stack: [cors]}}",
    ],
)
def test_middleware_of_later_versions_is_reserved(refused, text: str) -> None:
    assert refused(text) == ['2 GW018 "cors" is reserved, not in this version']


@pytest.mark.parametrize("entry", ["vhost", "{vhost: {}}", "method_override", "{method_override: {}}"])
def test_middleware_that_is_written_elsewhere_says_where(refused, entry: str) -> None:
    (said,) = refused(f"stacks: {{web: [{entry}]}}")

    assert said.endswith("is no middleware here; it is written elsewhere")


def test_reserved_name_may_be_ones_own(configured) -> None:
    config = configured(
        "middleware: {cors: 'a:b'}\nstacks: {cache: [cors]}\nroutes: [{path: /, stack: cache, respond: {}}]"
    )

    assert config.stacks["cache"].entries[0].name == "cors"


@pytest.mark.parametrize(
    "text", ["stacks: 5", "middleware: []", "login: {a: 5}", "routes: 5", "routes: [5]", "stacks: {a: 5}"]
)
def test_wrong_shapes_are_told_once(refused, text: str) -> None:
    assert len(refused(text)) == 1
