from __future__ import annotations

from junitparser import Failure, JUnitXml

from gateway.check.formats.junit import written


def suite(problems):
    """The suite as a consumer of JUnit's XML reads it."""
    (only,) = JUnitXml.fromstring(written(problems).encode())
    return only


def test_error_is_a_failed_test(problems):
    (case,) = suite(problems[:1])
    (failure,) = case.result

    assert (case.classname, case.name) == ("gateway.yaml", "GW010 gateway.yaml:12:3")
    assert isinstance(failure, Failure)
    assert (failure.type, failure.message) == ("GW010", 'unknown key "handlr"')
    assert failure.text == 'unknown key "handlr"\nwrite handler'


def test_warning_is_a_test_that_passed_with_output(problems):
    (case,) = suite(problems[1:2])

    assert (case.is_passed, case.system_out) == (True, "warning: trusts everybody")


def test_counts_are_those_of_the_cases(problems):
    counted = suite(problems)

    assert (counted.tests, counted.failures, len(list(counted))) == (3, 2, 3)
    counted.update_statistics()
    assert (counted.tests, counted.failures) == (3, 2)


def test_hostile_text_is_well_formed(problems):
    (case,) = suite(problems[2:])

    assert case.result[0].message == 'a%0Ab: "c", <d>]]>&��::error::�[31m�e'


def test_clean_file_is_one_passed_test():
    (case,) = suite([])

    assert (case.name, case.is_passed) == ("no problems", True)
