from __future__ import annotations

import os

import pytest

from gateway.http.precompressed import variants
from gateway.http.roots import look


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
