from functools import partial

import pytest

from gateway.compiler.reach import may_pass
from gateway.http import NEXT
from gateway.http.inputs import ParsedBody


def plain(request):
    return "here"


def passing(request):
    return NEXT


class Layer:
    def __call__(self, request, call_next):
        return NEXT


@pytest.mark.parametrize(
    ("call", "expected"),
    [
        (plain, False),
        (passing, True),
        (Layer(), True),
        (partial(plain, "name"), False),
        (partial(plain, "name", passing), True),
        (ParsedBody(handler=passing, parse=len), True),
        (len, True),
    ],
)
def test_what_names_next_may_pass(call, expected):
    assert may_pass(call) is expected
