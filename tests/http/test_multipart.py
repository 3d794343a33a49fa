from __future__ import annotations

import gc
import os
import re
import resource
import tracemalloc
from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from werkzeug.exceptions import BadRequest, RequestEntityTooLarge

from gateway.http import multipart
from gateway.http.bounds import Bounds
from gateway.http.multipart import parse, require_size

END = b"--b--\r\n"


def part(disposition, value, *more):
    head = "\r\n".join((f"Content-Disposition: form-data; {disposition}", *more))
    return b"--b\r\n" + head.encode() + b"\r\n\r\n" + value + b"\r\n"


def field(name="a", value=b"1"):
    return part(f'name="{name}"', value)


def file(name="f", value=b"", filename="x.bin"):
    return part(f'name="{name}"; filename="{filename}"', value)


def parsed(*parts, boundary="b", size=65536, **options):
    data = b"".join(parts)
    return parse([data[start : start + size] for start in range(0, len(data), size)], boundary, **options)


def descriptors():
    return len(list(Path("/proc/self/fd").iterdir()))


@pytest.mark.parametrize("size", [1, 7, 65536])
def test_fields_and_files_are_given_in_order(size):
    fields, files = parsed(
        b"preamble\r\n", field("a", "é".encode()), file("f", b"\xff\0\r\n--"), field("b", b""),
        field("a", b"2"), END, b"epilogue", size=size,
    )  # fmt: skip

    assert fields == [("a", "é"), ("b", ""), ("a", "2")]
    assert [(name, each.filename, each.read()) for name, each in files] == [("f", "x.bin", b"\xff\0\r\n--")]


@given(
    st.lists(st.sampled_from([b"\r", b"\n", b"-", b"--", b"b", b"--b", b"\r\n--", b"x"]), max_size=12),
    st.integers(1, 200),
)
def test_files_are_the_same_however_they_are_cut(pieces, size):
    data = b"".join(pieces)
    assume(not re.search(b"[\r\n]--b", b"\n" + data))
    _, files = parsed(file("f", data), file("g", data), END, size=size)

    assert [each.read() for _, each in files] == [data, data]


def test_what_follows_the_form_is_read_and_forgotten():
    assert parsed(field(), END, b"x" * 1_000_000)[0] == [("a", "1")]


def test_form_without_parts_is_empty():
    assert parsed() == ([], [])
    assert parsed(END) == ([], [])


def test_what_a_file_says_of_itself_is_kept():
    _, files = parsed(part('name="f"; filename="a.png"', b"1", "Content-Type: image/png", "X-Mine: 7"), END)
    (name, each) = files[0]

    assert (name, each.name, each.content_type, each.headers["X-Mine"]) == ("f", "f", "image/png", "7")


@pytest.mark.parametrize(
    ("disposition", "name"),
    [
        ('name="é"', "é"), ("name*=UTF-8''%C3%A9", "é"), ("name*=iso-8859-1''%E9", "é"),
        ('name="a%22b"', 'a"b'),
        ('name="\ufffd"', "\ufffd"), ("name*=utf-8''%EF%BF%BD", "\ufffd"), ('name=""', ""),
    ],
)  # fmt: skip
def test_names_are_utf8_or_say_what_they_are(disposition, name):
    fields, _ = parsed(part(disposition, b"1"), END)
    _, files = parsed(part(f"name=f; file{disposition}", b"1"), END)

    assert fields == [(name, "1")]
    assert files[0][1].filename == name


@pytest.mark.parametrize("disposition", ["name*=UTF-8''%FF", "name=a; filename*=UTF-8''%C3"])
def test_names_that_are_not_utf8_are_refused(disposition):
    with pytest.raises(BadRequest, match="a name in the form is not valid UTF-8"):
        parsed(part(disposition, b"1"), END)


@pytest.mark.parametrize(
    ("more", "encoding", "data"),
    [
        ((), "utf-8", b"\xc3\xa9"),
        ((), "latin-1", b"\xe9"),
        (("Content-Type: text/plain; charset=iso-8859-1",), "utf-8", b"\xe9"),
        (("Content-Type: text/plain; charset=klingon",), "utf-8", b"\xc3\xa9"),
    ],
)
def test_text_of_a_field_has_the_charset_it_says(more, encoding, data):
    assert parsed(part("name=a", data, *more), END, encoding=encoding)[0] == [("a", "é")]


def test_text_outside_its_charset_is_refused():
    with pytest.raises(BadRequest, match="not valid UTF-8"):
        parsed(field("a", b"\xff"), END)


@pytest.mark.parametrize(
    ("parts", "boundary", "complaint"),
    [
        ([field()], "b", "well-formed"),
        ([b"nothing of the kind"], "b", "well-formed"),
        ([field(), END], "", "well-formed"),
        ([field(), END], "\xe9", "well-formed"),
        ([b"--b\r\nX: 1\r\n\r\n1\r\n", END], "b", "well-formed"),
        ([b'--b\r\nContent-Disposition: form-data; name="\xff"\r\n\r\n1\r\n', END], "b", "well-formed"),
        ([part("", b"1"), END], "b", "no name"),
        ([part("filename=f", b"1"), END], "b", "no name"),
        ([b"--b\r\nX: " + b"x" * 400_000], "b", "header of a part is too long"),
        ([b"x" * 400_000], "b", "header of a part is too long"),
    ],
)
def test_what_is_no_form_is_refused(parts, boundary, complaint):
    with pytest.raises(BadRequest, match=complaint) as refused:
        parsed(*parts, boundary=boundary)

    assert refused.value.type == "entity.parse.failed"


@pytest.mark.parametrize(
    ("parts", "bounds", "said"),
    [
        ([field()] * 1001, Bounds(), {"type": "parameters.too.many", "limit": 1000}),
        ([field()] * 3, Bounds(max_fields=2), {"type": "parameters.too.many", "limit": 2}),
        ([file()] * 101, Bounds(), {"type": "files.too.many", "limit": 100}),
        ([file()] * 2, Bounds(max_files=1), {"type": "files.too.many", "limit": 1}),
        ([file("f", b"123456")], Bounds(max_file_size=5), {"type": "entity.too.large", "limit": 5}),
        ([field("a", b"x" * 600_000)] * 2, Bounds(), {"type": "entity.too.large", "limit": 1_048_576}),
    ],
)
def test_more_than_a_form_may_have_is_refused(parts, bounds, said):
    with pytest.raises(RequestEntityTooLarge) as refused:
        parsed(*parts, END, bounds=bounds)

    assert said.items() <= vars(refused.value).items()
    assert str(said["limit"]) in refused.value.description


def test_as_much_as_a_form_may_have_is_read():
    bounds = Bounds(max_fields=2, max_files=2, max_file_size=5)
    fields, files = parsed(*[field()] * 2, *[file("f", b"12345")] * 2, END, bounds=bounds)

    assert (len(fields), len(files)) == (2, 2)


def test_size_of_a_file_may_have_no_limit():
    require_size(10**12, Bounds())
    with pytest.raises(RequestEntityTooLarge):
        require_size(10**12, Bounds(max_file_size=10**12 - 1))


def test_large_files_are_on_disk_and_small_ones_in_memory():
    before = descriptors()
    _, files = parsed(file("a", b"x" * 500_000), file("b", b"x" * 600_000), END)

    assert descriptors() == before + 1
    assert [len(each.read()) for _, each in files] == [500_000, 600_000]


def test_many_files_do_not_fill_the_memory():
    before = descriptors()
    data = file("f", b"x" * 400_000) * 20 + END
    tracemalloc.start()
    _, files = parsed(data)

    assert tracemalloc.get_traced_memory()[0] < len(data) + multipart.MAX_ALL_IN_MEMORY + 1_000_000
    tracemalloc.stop()
    assert descriptors() == before + 15
    assert sum(len(each.read()) for _, each in files) == 8_000_000


def test_500_uploads_leave_no_descriptor():
    before = descriptors()
    gc.disable()
    for _ in range(500):
        parsed(file("f", b"x" * 600_000), END)
    gc.enable()

    assert descriptors() == before


def test_form_that_fails_leaves_no_descriptor():
    before = descriptors()
    for _ in range(20):
        with pytest.raises(BadRequest):
            parsed(file("f", b"x" * 600_000), b"--b\r\n\r\n")

    assert descriptors() == before


def test_upload_of_200_megabytes_takes_constant_memory():
    tracemalloc.start()
    _, files = parse(upload(200), "b")
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()

    assert files[0][1].stream.seek(0, os.SEEK_END) == 200 << 20
    assert peak < 4_000_000


def upload(megabytes):
    """The pieces of a form with one file, none of which is kept."""
    yield b'--b\r\nContent-Disposition: form-data; name="f"; filename="large.bin"\r\n\r\n'
    for _ in range(megabytes * 16):
        yield bytes(65536)
    yield b"\r\n" + END


def test_upload_needs_less_memory_than_it_has_bytes():
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    parse(upload(100), "b")

    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 20_000
