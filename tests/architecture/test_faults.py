"""The table of faults is what the tests hold."""

from tests.faults import BY_NAME, FAULTS, PAGE, marked_tests, page


def test_every_fault_has_a_test_and_every_marked_test_its_fault():
    assert {name for name, _ in marked_tests()} == set(BY_NAME)
    assert len(BY_NAME) == len(FAULTS)


def test_the_table_of_faults_is_current():
    assert PAGE.read_text("utf-8") == page(), "Run: python -m tests.faults"
