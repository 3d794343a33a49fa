"""The tree against a table that is read line by line."""

from __future__ import annotations

import re

from hypothesis import example, given, settings
from hypothesis import strategies as st

from gateway.routing.escapes import decoded, with_slashes
from gateway.routing.expression import expression
from gateway.routing.reach import hidden
from gateway.routing.syntax import Text, Wildcard
from gateway.routing.table import METHODS, Table

SEGMENTS = ["a", "b", "A", "c%2Fd", ":{n}", ":{n}", "*{n}", "x-:{n}", ":{n}.b", "", "a*{n}"]
GROUPS = ["{path}", "{path}", "{path}{{/:o}}", "/a{{{path}}}", "{{/b}}{path}"]
SENT = ["a", "b", "A", "%61", "c%2Fd", "c%2fd", "x-1", "1.b", "7", "", "a1", "%E6%9D%B1", "b%2F"]


@st.composite
def lines(draw):
    """(path, regex, methods, converts, prefix) of one row."""
    parts = draw(st.lists(st.sampled_from(SEGMENTS), min_size=1, max_size=4))
    path = "/" + "/".join(part.format(n=f"n{place}") for place, part in enumerate(parts))
    path = draw(st.sampled_from(GROUPS)).format(path=path)
    methods = draw(st.sampled_from(["GET HEAD", "GET HEAD POST", "POST", None, None]))
    is_regex, converts = (draw(st.integers(0, 9)) == 0 for _ in range(2))
    is_prefix = "*" not in path and draw(st.integers(0, 4)) == 0
    return path, "/a(b)?" if is_regex else None, methods, converts, is_prefix


paths = st.lists(st.sampled_from(SENT), min_size=1, max_size=5).map(lambda parts: "/" + "/".join(parts))


def rows_of(make_row, described):
    for index, (path, regex, methods, converts, prefix) in enumerate(described):
        shape = re.compile(regex) if regex else None
        own = [] if regex else [path]
        converters = {"n0": int, "0": int} if converts else {}
        yield make_row(
            index, *own, methods=methods, regex=shape, converters=converters, prefix=prefix and not regex
        )


def scanned(rows, target, *, folds=False, trims=False):
    """Every row whose path matches, with parameters, from one regular expression after the other."""
    for row in rows:
        for params in _matches(row, target, folds=folds, trims=trims):
            try:
                yield row, {name: _converted(row, name, value) for name, value in params.items()}
            except ValueError:
                continue
            break


def _converted(row, name, value):
    convert = row.converters.get(name)
    if convert is None:
        return value
    return [convert(each) for each in value] if isinstance(value, list) else convert(value)


def _matches(row, target, *, folds, trims):
    if row.regex is not None:
        match = row.regex.search(target.raw_path)
        return (
            [{str(n): value for n, value in enumerate(match.groups()) if value is not None}] if match else []
        )
    text = decoded(target.raw_path)
    flats = [flat for pattern in row.patterns for flat in pattern.alternatives]
    return [
        found for flat in flats if (found := _values(row, flat, text, folds=folds, trims=trims)) is not None
    ]


def _values(row, flat, text, *, folds, trims):
    source = expression(flat)
    is_open = isinstance(flat[-1], Wildcard) and not row.prefix
    if trims and not row.prefix and not is_open and re.search("[^/]/$", text):
        text = text[:-1]
    if (trims or row.prefix) and source != "/":
        source = source.removesuffix("/")
    below = ("" if source == "/" else "/") if row.prefix else None
    shape = source if below is None else f"{source}(?:{below}(?P<path>.*))?"
    match = re.fullmatch(shape, text, re.DOTALL | re.IGNORECASE if folds else re.DOTALL)
    if match is None:
        return None
    parts = [part for part in flat if not isinstance(part, Text)]
    groups = dict(zip((part.name for part in parts), match.groups(), strict=False))
    lists = {part.name for part in parts if isinstance(part, Wildcard)}
    values = {
        name: [with_slashes(each) for each in value.split("/")] if name in lists else with_slashes(value)
        for name, value in groups.items()
    }
    if below is None:
        return values
    rest = match["path"] or ""
    return None if "\udc2f" in rest and ".." not in rest else values | {"path": rest}


def takes(method):
    return lambda match: match[0].methods is None or method in match[0].methods


drawn = {
    "described": st.lists(lines(), min_size=1, max_size=8),
    "raw": paths,
    "method": st.sampled_from(["GET", "POST", "PROPFIND"]),
}


@settings(max_examples=400, deadline=None)
@given(**drawn, folds=st.booleans(), trims=st.booleans())
@example(described=[("/a*n0", None, "GET", False, False)], raw="/a/", method="GET", folds=False, trims=True)
def test_a_table_answers_like_a_scan_in_written_order(make_row, asked, **drawn):
    described, raw, method, folds, trims = drawn.values()
    rows, target = [*rows_of(make_row, described)], asked(raw, method)
    table = Table(rows, case_sensitive=not folds, trailing_slash="ignore" if trims else "strict")
    matches = scanned(rows, target, folds=folds, trims=trims)

    assert table.match(target) == next(filter(takes(method), matches), None)


@settings(max_examples=200, deadline=None)
@given(**drawn)
def test_following_goes_through_all_that_a_scan_finds(make_row, asked, **drawn):
    described, raw, method = drawn.values()
    rows, target = [*rows_of(make_row, described)], asked(raw, method)
    table = Table(rows, trailing_slash="strict")
    found = [table.match(target)]

    while found[-1] is not None:
        found.append(table.following(target, found[-1][0].index + 1))

    assert found == [*filter(takes(method), scanned(rows, target)), None]


@settings(max_examples=200, deadline=None)
@given(**drawn)
def test_allowed_knows_all_that_a_scan_finds(make_row, asked, **drawn):
    described, raw, method = drawn.values()
    rows, target = [*rows_of(make_row, described)], asked(raw, method)
    matching = [row for row, _ in scanned(rows, target)]
    methods = [METHODS if row.methods is None else row.methods for row in matching]

    expected = (matching[0], frozenset().union(*methods)) if matching else None

    assert Table(rows, trailing_slash="strict").allowed(target) == expected


@settings(max_examples=200, deadline=None)
@given(**drawn)
def test_an_absent_path_has_no_row_with_or_without_its_slash(make_row, asked, **drawn):
    described, raw, method = drawn.values()
    table = Table([*rows_of(make_row, described)])
    target = asked(raw, method)
    found = table.match(target), table.allowed(target), table.redirection(target)

    assert not table.is_absent(target) or found == (None, None, None)


@settings(max_examples=200, deadline=None)
@given(**drawn)
def test_no_path_reaches_a_hidden_row(make_row, asked, **drawn):
    described, raw, method = drawn.values()
    rows = [*rows_of(make_row, described)]
    match = Table(rows).match(asked(raw, method))

    assert match is None or match[0] not in [later for later, _ in hidden(rows)]
