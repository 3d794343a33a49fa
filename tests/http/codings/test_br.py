"""The coding br: what it makes can be read, at once and chunk by chunk."""

from __future__ import annotations

import brotli
import pytest

from gateway.http.codings import br as coding


@pytest.mark.parametrize("data", [b"", b"a", b"ab" * 50_000, bytes(range(256)) * 9])
def test_whole_body_comes_back(data):
    assert brotli.decompress(coding.whole(data, 6)) == data


def test_body_in_parts_comes_back():
    coder = coding.begin(6)
    made = [coder.chunk(part) for part in (b"one", b"two" * 9999, b"three")]

    assert brotli.decompress(b"".join([*made, coder.end()])) == b"one" + b"two" * 9999 + b"three"


def test_part_can_be_read_before_the_next():
    coder, read = coding.begin(6), brotli.Decompressor().process

    assert [read(coder.chunk(part)) for part in (b"one", b"two")] == [b"one", b"two"]
