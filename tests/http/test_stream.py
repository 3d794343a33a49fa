from __future__ import annotations

import sys

import pytest

from gateway.http.stream import Stream


class Chunks:
    """An iterator that tells whether it was closed."""

    def __init__(self, *chunks):
        self.chunks = iter(chunks)
        self.is_closed = False

    def __iter__(self):
        return self.chunks

    def close(self):
        self.is_closed = True


def test_text_becomes_bytes_and_bytes_stay():
    assert [*Stream(iter(["ä", b"\x00"]))] == ["ä".encode(), b"\x00"]


@pytest.mark.parametrize("read", [0, 1, 2])
def test_close_reaches_the_chunks_however_much_was_read(read):
    chunks = Chunks("a", "b")
    stream = Stream(chunks)
    for _, _ in zip(range(read), stream, strict=False):
        pass
    stream.close()

    assert chunks.is_closed


def test_chunks_need_no_close():
    stream = Stream(iter(["a"]))
    stream.close()

    assert [*stream] == [b"a"]


def test_chunk_is_made_when_it_is_asked_for():
    made = []
    stream = iter(Stream(made.append(name) or name for name in "ab"))

    assert (next(stream), made) == (b"a", ["a"])


def test_stream_that_has_begun_has_made_one_chunk():
    made = []
    stream = Stream.begun(made.append(name) or name for name in "ab")

    assert made == ["a"]
    assert [*stream] == [b"a", b"b"]


def test_stream_may_begin_without_a_chunk():
    assert [*Stream.begun(iter(()))] == []


def test_stream_that_cannot_begin_is_closed():
    class Failing:
        is_closed = False

        def __iter__(self):
            return self

        def __next__(self):
            raise LookupError

        def close(self):
            self.is_closed = True

    chunks = Failing()
    with pytest.raises(LookupError):
        Stream.begun(chunks)

    assert chunks.is_closed


@pytest.mark.parametrize("error", [SystemExit(3), KeyboardInterrupt()])
def test_exit_in_a_chunk_is_a_failure_of_the_answer(error):
    def chunks():
        yield "a"
        raise error

    with pytest.raises(
        RuntimeError, match=f"^{type(error).__name__} while the answer was streamed"
    ) as failure:
        [*Stream(chunks())]

    assert failure.value.__cause__ is error


def test_other_errors_in_a_chunk_stay_what_they_are():
    with pytest.raises(ZeroDivisionError):
        [*Stream(1 / 0 for _ in "a")]


def test_exit_while_closing_is_a_failure_of_the_answer():
    def chunks():
        try:
            yield "a"
        finally:
            sys.exit(3)

    stream = Stream(chunks())
    next(iter(stream))

    with pytest.raises(RuntimeError, match=r"^SystemExit while the answer was closed"):
        stream.close()
