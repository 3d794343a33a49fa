"""Which entity tags a route has."""

from __future__ import annotations

import pytest

from gateway.http.etag import strong, weak

TAGS = "def tag(body): return 'x'\ndef wrong(): pass\n"


@pytest.mark.parametrize(
    ("settings", "route", "tag"),
    [
        ("", "", weak), ("settings: {etag: strong}\n", "", strong), ("settings: {etag: none}\n", "", None),
        ("settings: {etag: none}\n", ", etag: strong", strong), ("", ", etag: none", None),
    ],
)  # fmt: skip
def test_route_comes_before_the_settings(compiled, settings, route, tag):
    text = f"{settings}routes: [{{path: /, respond: {{text: x}}{route}}}]\n"

    assert compiled(text).table.rows[-1].endpoint.etag is tag


@pytest.mark.parametrize(
    "where", ["settings: {{etag: '{0}'}}\n", "routes: [{{path: /, respond: {{}}, etag: '{0}'}}]\n"]
)
@pytest.mark.parametrize(
    ("name", "said"), [("tags:gone", "GW061"), ("tags:wrong", "GW063 tags:wrong is called with (body)")]
)
def test_function_that_makes_no_tags_is_refused(refused, where, name, said):
    text = where.format(name) + ("" if "routes" in where else "routes: [{path: /, respond: {}}]\n")

    assert said in refused(text, {"tags.py": TAGS})[0]
