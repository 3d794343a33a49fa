from __future__ import annotations

import os

import pytest

from gateway.http.precompressed import chosen, variants
from gateway.http.roots import look

BOTH = ("br", "gzip")


@pytest.mark.parametrize(
    ("accepted", "coding"),
    [
        ("", None),
        ("gzip", "gzip"),
        ("br", "br"),
        ("GZIP", "gzip"),
        ("gzip, deflate, br, zstd", "br"),
        ("gzip,br", "br"),
        ("br;q=0.5, gzip;q=0.9", "gzip"),
        ("br ; q=0.5 , gzip;q=0.1", "br"),
        ("deflate", None),
        ("identity", None),
        ("*", "br"),
        ("br;q=0, *", "gzip"),
        ("*;q=0", None),
        ("gzip;q=0", None),
        ("gzip;q=0.000", None),
        ("gzip;q=0.5, identity", None),
        ("gzip, identity", "gzip"),
        ("gzip, *;q=0.5", "gzip"),
        ("gzip;q=0.5, *", "br"),
        ("gzip;q=0.5, br;q=0, *", None),
        ("gzip;q=high", None),
        ("gzip;level=9", None),
        (";;,,gzip", "gzip"),
        ("gzip;q=1.000", "gzip"),
        ("gzip" + ";" * 5000, None),
    ],
)
def test_coding_is_what_the_client_likes_best(accepted, coding):
    assert chosen(accepted, BOTH) == coding


@pytest.mark.parametrize(
    ("accepted", "codings", "coding"),
    [("gzip, br", ("gzip",), "gzip"), ("br", ("gzip",), None), ("br;q=0.1, gzip", ("br",), "br")],
)
def test_coding_is_one_there_is(accepted, codings, coding):
    assert chosen(accepted, codings) == coding


@pytest.fixture
def beside(tmp_path):
    """The codings found beside a plain file, for files of given ages in seconds."""
    plain = tmp_path / "app.js"
    plain.write_text("plain")
    os.utime(plain, (1000, 1000))

    def beside(**changed):
        for suffix, moment in changed.items():
            path = tmp_path / f"app.js.{suffix}"
            path.write_text(suffix)
            os.utime(path, (moment, moment))
        return variants(look(str(tmp_path), ["app.js"]))

    return beside


@pytest.mark.parametrize(
    ("changed", "codings"),
    [
        ({}, []),
        ({"br": 1000}, ["br"]),
        ({"gz": 1001}, ["gzip"]),
        ({"gz": 1000, "br": 2000}, ["br", "gzip"]),
        ({"gz": 999, "br": 1000}, ["br"]),
        ({"zst": 1000}, []),
    ],
)
def test_variant_is_no_older_than_the_file(beside, changed, codings):
    assert list(beside(**changed)) == codings


def test_variant_is_a_file_in_the_root(beside, tmp_path):
    (tmp_path / "app.js.br").mkdir()
    (tmp_path / "app.js.gz").symlink_to("/etc/passwd")

    assert beside() == {}
