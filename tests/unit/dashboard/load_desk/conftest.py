"""A load desk over the invented province, made once and copied for each test."""

import pytest

from tests.load_desk import DeskSite, builder, desk_deployment, folder

__all__ = ["builder", "desk_deployment", "folder"]


@pytest.fixture
def site(folder, small_office, clock, builder):
    """A server with four people, whose work in the background is done at once."""
    return DeskSite(folder, small_office, clock, builder).cast()
