from __future__ import annotations

from gateway.check.formats.short import written


def test_each_problem_is_one_line(problems):
    assert written(problems[:2]) == (
        'gateway.yaml:12:3: error[GW010]: unknown key "handlr"\n'
        "/elsewhere/in cluded.yaml:7:1: warning[GW037]: trusts everybody\n"
    )


def test_hostile_text_makes_no_second_line(problems):
    assert len(written(problems).splitlines()) == 3
    assert "\x1b" not in written(problems)


def test_clean_file_is_nothing_to_read():
    assert written([]) == ""
