"""A setting comes from its default, the environment or an option, in this order."""

from pathlib import Path

import pytest

from etl.plain_values.fault import DeclarationError
from etl.settings import Settings, settings_table


def test_without_anything_the_server_stays_on_this_machine():
    settings = Settings.read({})
    assert (settings.host, settings.port, settings.workers) == ("127.0.0.1", 8050, 1)
    assert settings.builds == Path("data/build")


def test_an_option_wins_over_the_environment_and_that_over_the_default():
    environment = {"LIAONING_PORT": "9000", "LIAONING_HOST": "::1", "OTHER": "x", "LIAONING_WORKERS": ""}
    settings = Settings.read(environment, port=9001, host=None)
    assert (settings.port, settings.host, settings.workers) == (9001, "::1", 1)


def test_the_demonstration_never_shares_a_pointer_with_real_data():
    assert Settings(demo=True).builds != Settings().builds


def test_the_host_names_are_the_bound_address_and_those_named():
    named = Settings.read({"LIAONING_ALLOWED_HOSTS": " A.example, b.example,"}).host_names
    assert named == {"127.0.0.1", "a.example", "b.example"}


def test_a_folder_for_the_builds_is_taken_as_it_is():
    assert Settings(build_dir=Path("elsewhere"), demo=True).builds == Path("elsewhere")


@pytest.mark.parametrize(
    ("name", "value"), [("LIAONING_PORT", "70000"), ("LIAONING_WORKERS", "0"), ("LIAONING_PORT", "a")]
)
def test_a_value_that_does_not_fit_is_refused_by_name(name, value):
    with pytest.raises(DeclarationError, match=name.removeprefix("LIAONING_").lower()):
        Settings.read({name: value})


def test_the_table_lists_every_setting():
    table = settings_table()
    for name in Settings.__struct_fields__:
        assert f"`LIAONING_{name.upper()}`" in table
