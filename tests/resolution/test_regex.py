import re

import pytest

from gateway.resolution.regex import certain


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        (r"^/u/(?P<id>\d+)$", {1}),
        (r"/(\d+)(?:\.\.(\d+))?", {1}),
        (r"/(a)|(b)", set()),
        (r"((a)b)+?", {1, 2}),
        (r"(a)*(b){0,2}(c){1,2}", {3}),
        (r"(?>(a))(?i:(b))", {1, 2}),
        (r"(?=(a))b", set()),
        (r"/plain", set()),
    ],
)
def test_groups_that_every_match_has_are_known(pattern, expected):
    assert certain(re.compile(pattern)) == expected
