"""A load desk over the invented province, made once and copied for each test."""

import shutil

import pytest

from tests.load_desk import DeskSite, InThisProcess, make_deployment


@pytest.fixture(scope="session")
def desk_deployment(made_once):
    """The folder of a deployment with its first build."""
    return made_once("load-desk", make_deployment)


@pytest.fixture
def folder(desk_deployment, tmp_path):
    """The same, to be changed."""
    shutil.copytree(desk_deployment / "data", tmp_path / "data")
    shutil.copytree(desk_deployment / "builds", tmp_path / "builds")
    return tmp_path


@pytest.fixture(scope="session")
def builder(tmp_path_factory):
    """What makes builds; it remembers them."""
    return InThisProcess(tmp_path_factory.mktemp("remembered"))


@pytest.fixture
def site(folder, small_office, clock, builder):
    """A server with four people, whose work in the background is done at once."""
    return DeskSite(folder, small_office, clock, builder).cast()
