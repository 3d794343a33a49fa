from __future__ import annotations

import pytest

from gateway.check.reach.claims import ANY, claims_of
from gateway.routing.table import Table


def test_row_claims_each_combination(make_row):
    row = make_row(0, "/a{/b}", "/c", methods="GET POST", hosts=("a.example", "*.b.example"))

    claims = claims_of(row, trims=False)

    assert len(claims) == 3 * 2 * 3
    assert {claim.method for claim in claims} == {"GET", "HEAD", "POST"}
    assert {claim.hostname for claim in claims} == {"a.example", f"{ANY}.b.example"}
    assert [str(claim.path) for claim in claims[:3]] == ["/a{/b}", "/a{/b}", "/c"]


def test_row_for_anything_claims_what_nobody_names(make_row):
    (claim,) = claims_of(make_row(0, regex="^/a", methods=None), trims=False)

    assert (claim.method, claim.hostname, claim.path, claim.flat) == (ANY, ANY, None, None)


@pytest.mark.parametrize(
    ("method", "hosts", "path", "request_"),
    [
        (None, (), "/a", "GET /a"),
        ("POST", ("*.b.example",), "/a", "POST x.b.example/a"),
        ("POST", ("b.example",), "", ""),
    ],
)
def test_request_is_written_as_people_write_it(make_row, method, hosts, path, request_):
    claim = claims_of(make_row(0, "/a", methods=method, hosts=hosts), trims=False)[0]

    assert claim.request(path) == request_


@pytest.mark.parametrize(
    ("path", "options"),
    [
        ("/a b/é", {}),
        ("/:x/b", {}),
        ("/:x", {"params": {"x": "int"}}),
        ("/:x", {"params": {"x": "[a-z]+"}}),
        ("/*x", {"params": {"x": "int"}}),
        ("/v:x-:y/*z", {}),
        ("/a/:x", {"prefix": True}),
        ("/", {"prefix": True}),
    ],
)
def test_row_takes_its_samples(make_row, asked, path, options):
    row = make_row(0, path, **options)
    (claim, _) = claims_of(row, trims=False)

    samples = list(claim.samples(row))

    assert len(samples) == (2 if row.prefix else 1)
    assert all(Table([row]).match(asked(sample)) for sample in samples)


@pytest.mark.parametrize("regex", ["^/a(/|$)", "^/a/\\w+$", r"^/users/(\d+)$", "x$", ""])
def test_regex_is_found_in_its_sample(make_row, regex):
    row = make_row(0, regex=regex)

    (sample,) = claims_of(row, trims=False)[0].samples(row)

    assert row.regex.search(sample)


def test_regex_that_is_hard_to_guess_gives_no_sample(make_row):
    row = make_row(0, regex="^/[0-9a-f]{8}$")

    assert list(claims_of(row, trims=False)[0].samples(row)) == []


def test_value_that_is_hard_to_guess_gives_no_sample(make_row):
    row = make_row(0, "/:x", params={"x": "[0-9a-f]{8}-[0-9a-f]{4}"})
    (claim, _) = claims_of(row, trims=False)

    assert list(claim.samples(row)) == []
