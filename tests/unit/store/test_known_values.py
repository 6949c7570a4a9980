"""How much a build knows."""


def test_known_values_count_what_has_a_number_and_nothing_else(tiny_build):
    known = [value for value in tiny_build.warehouse.values() if value.value is not None]

    found = tiny_build.warehouse.known_values()

    assert found.values == len(known)
    assert found.indicators == len({value.indicator for value in known})
    assert (found.regions, found.periods) == (
        len({value.region for value in known}),
        len({value.period for value in known}),
    )
