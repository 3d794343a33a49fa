from __future__ import annotations

import gzip
import tracemalloc
import zlib
from functools import partial

import brotli
import pytest
from backports import zstd
from werkzeug.exceptions import BadRequest, RequestEntityTooLarge, UnsupportedMediaType

from gateway.http import inflate
from gateway.http.inflate import codings, inflated, unsupported

TEXT = bytes(n * n % 251 for n in range(100_000)) * 3


def bare(data):
    deflate = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    return deflate.compress(data) + deflate.flush()


PACKED = [
    pytest.param("gzip", gzip.compress, id="gzip"),
    pytest.param("deflate", zlib.compress, id="zlib"),
    pytest.param("deflate", bare, id="bare"),
    pytest.param("br", partial(brotli.compress, quality=4), id="br"),
    pytest.param("zstd", zstd.compress, id="zstd"),
]


def cut(data, size=65536):
    return [data[start : start + size] for start in range(0, len(data), size)]


def unpacked(data, *applied, limit=10**9, size=65536):
    return b"".join(inflated(cut(data, size), applied, limit))


@pytest.mark.parametrize(
    ("header", "names"),
    [
        ("", ()), ("identity", ()), (" GZIP ", ("gzip",)), ("gzip, br", ("gzip", "br")),
        ("identity, gzip,", ("gzip",)), ("x-gzip", ("x-gzip",)),
    ],
)  # fmt: skip
def test_codings_are_named_in_order(header, names):
    assert codings(header) == names


@pytest.mark.parametrize(("name", "pack"), PACKED)
@pytest.mark.parametrize("size", [1000, 65536])
def test_body_is_unpacked_in_pieces(name, pack, size):
    pieces = list(inflated(cut(pack(TEXT), size), (name,), len(TEXT)))

    assert b"".join(pieces) == TEXT
    assert max(map(len, pieces)) <= 3 * inflate.PIECE


@pytest.mark.parametrize(("name", "pack"), PACKED)
def test_body_may_come_a_byte_at_a_time(name, pack):
    assert unpacked(pack(b"hello" * 10), name, size=1) == b"hello" * 10


@pytest.mark.parametrize(("name", "pack"), PACKED)
def test_body_without_bytes_is_none(name, pack):
    assert unpacked(b"", name) == b""
    assert unpacked(pack(b""), name) == b""


@pytest.mark.parametrize(("name", "pack"), PACKED)
@pytest.mark.parametrize("missing", [1, 3, 20])
def test_body_that_is_cut_off_is_refused(name, pack, missing):
    with pytest.raises(BadRequest, match="ends too early") as refused:
        unpacked(pack(TEXT)[:-missing], name)

    assert refused.value.type == "encoding.broken"


@pytest.mark.parametrize("name", ["gzip", "deflate", "br", "zstd"])
@pytest.mark.parametrize("data", [b"nothing of the kind", b"\x1f\x8b\x08\xff", b"\x78\x9c\xff\xff\xff"])
def test_body_that_is_not_packed_is_refused(name, data):
    with pytest.raises(BadRequest, match="compressed body"):
        unpacked(data, name)


def test_bare_data_may_be_broken_too():
    with pytest.raises(BadRequest, match="is broken"):
        unpacked(b"\x07\xff\xff", "deflate")


@pytest.mark.parametrize(("name", "pack"), PACKED)
def test_bomb_is_refused_at_the_limit(name, pack):
    bomb = pack(bytes(100_000_000))
    tracemalloc.start()
    with pytest.raises(RequestEntityTooLarge, match="100000 bytes accepted, once it is unpacked") as refused:
        unpacked(bomb, name, limit=100_000)

    assert tracemalloc.get_traced_memory()[1] < 1_000_000
    assert (refused.value.type, refused.value.limit) == ("entity.too.large", 100_000)
    assert refused.value.received <= 100_000 + 3 * inflate.PIECE
    tracemalloc.stop()


SKIPPED = b"\x50\x2a\x4d\x18\0\0\0\0"  # a frame of zstd that holds nothing


@pytest.mark.parametrize(("name", "member"), [("gzip", gzip.compress(b"")), ("zstd", SKIPPED)])
def test_members_that_hold_nothing_are_counted(name, member):
    """A kilobyte that is packed twice would keep us busy for seconds."""
    assert unpacked(member * 1000, name) == b""
    with pytest.raises(BadRequest, match="more than 1000 members") as refused:
        unpacked(member * 1001, name)

    assert refused.value.type == "encoding.broken"


def test_members_and_frames_follow_each_other():
    assert unpacked(gzip.compress(b"a") + gzip.compress(b"b") + bytes(9), "gzip", size=7) == b"ab"
    assert unpacked(zstd.compress(b"a") + zstd.compress(b"b"), "zstd") == b"ab"


@pytest.mark.parametrize("name", ["gzip", "br", "zstd"])
def test_what_follows_the_end_is_refused(name):
    packs = {"gzip": gzip.compress, "br": brotli.compress, "zstd": zstd.compress}

    with pytest.raises(BadRequest):
        unpacked(packs[name](b"a") + b"junk", name)


@pytest.mark.parametrize("size", [65536, 4])
def test_what_follows_deflate_is_left_alone(size):
    assert unpacked(zlib.compress(b"a") + b"junk junk", "deflate", size=size) == b"a"


def test_brotli_in_pieces_ends_where_it_ends():
    assert b"".join(inflated([brotli.compress(b"a"), b"junk"], ("br",), 99)) == b"a"


def test_one_coding_upon_another_is_refused():
    with pytest.raises(UnsupportedMediaType) as refused:
        unpacked(gzip.compress(brotli.compress(b"hello")), "br", "gzip")

    assert refused.value.type == "encoding.unsupported"


def test_window_is_no_larger_than_clients_may_ask():
    options = {zstd.CompressionParameter.window_log: 25, zstd.CompressionParameter.content_size_flag: 0}
    packer = zstd.ZstdCompressor(options=options)
    data = packer.compress(bytes(10)) + packer.flush()

    with pytest.raises(BadRequest, match="is broken"):
        unpacked(data, "zstd")


@pytest.mark.parametrize("applied", [("foo",), ("gzip", "foo"), ("gzip",) * 4])
def test_other_codings_are_refused_at_once(applied):
    with pytest.raises(UnsupportedMediaType) as refused:
        inflated([], applied, 9)

    assert (refused.value.type, refused.value.encoding) == ("encoding.unsupported", ", ".join(applied))
    assert ("Accept-Encoding", "gzip, deflate, br, zstd") in refused.value.get_headers()


def test_coding_whose_package_is_missing_is_refused(monkeypatch):
    monkeypatch.setattr(inflate, "_package", lambda *names: None)

    with pytest.raises(UnsupportedMediaType, match=r"accepted: gzip, deflate$"):
        inflated([], ("br",), 9)


def test_packages_are_looked_for_by_name():
    assert inflate._package("no_such_package_anywhere", "zlib") is zlib
    assert inflate._package("no_such_package_anywhere") is None


def test_refusal_of_all_codings_names_identity():
    error = unsupported(("gzip",), ())

    assert ("Accept-Encoding", "identity") in error.get_headers()
