from __future__ import annotations

import pytest

from gateway.http.preferred_coding import preferred


@pytest.mark.parametrize(
    ("accepted", "name"),
    [
        ("", None),
        ("gzip", "gzip"),
        ("GZIP", "gzip"),
        ("x-gzip", "gzip"),
        ("gzip, br", "br"),
        ("gzip, deflate, br, zstd", "br"),
        ("zstd, gzip", "zstd"),
        ("gzip;q=1, br;q=0.5", "gzip"),
        ("gzip; q=0.5, br ;q=0.5", "br"),
        ("gzip;q=0", None),
        ("br;q=0, *", "zstd"),
        ("*", "br"),
        ("*;q=0", None),
        ("gzip, *;q=0", "gzip"),
        ("identity", None),
        ("identity, gzip;q=0.5", None),
        ("identity;q=0.5, gzip;q=0.5", "gzip"),
        ("identity;q=0", None),
        ("deflate", None),
        ("gzip;q=high", None),
        ("gzip;q=2", None),
        ("gzip;q=-1", None),
        ("gzip;q=nan", None),
        ("gzip;level=1", "gzip"),
        (",,gzip,;q=1", "gzip"),
        ("gzip" * 1000, None),
    ],
)
def test_client_chooses_among_ours(accepted, name):
    """RFC 9110 section 12.5.3."""
    assert preferred(accepted, ("br", "zstd", "gzip")) == name


@pytest.mark.parametrize(
    ("accepted", "ours", "name"),
    [
        ("gzip, br", ("gzip",), "gzip"),
        ("gzip, br", ("gzip", "br"), "gzip"),
        ("br", ("gzip",), None),
        ("br;q=0.1, gzip", ("br",), "br"),
        ("br;q=0.5, gzip;q=0.9", ("br", "gzip"), "gzip"),
        ("gzip;q=0.5, *", ("br", "gzip"), "br"),
        ("gzip;q=0.5, *", ("gzip",), None),
        ("gzip;q=0.000", ("gzip",), None),
        ("gzip, identity", ("gzip",), "gzip"),
        ("gzip", (), None),
    ],
)
def test_coding_is_one_of_those_there_are(accepted, ours, name):
    assert preferred(accepted, ours) == name
