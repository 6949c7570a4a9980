"""The console adds people and names the first two administrators; it never grants by itself."""

import re

from typer.testing import CliRunner

from dashboard.__main__ import app


def run(data_dir, *options):
    return CliRunner().invoke(app, ["user", *options, "--data", str(data_dir)])


def test_the_first_two_administrators_are_named_here_and_no_third(tmp_path):
    for name in ("admin.a", "admin.b"):
        added = run(tmp_path, "add", name, "--admin", "--display-name", "管理员")
        assert added.exit_code == 0
        assert re.search(r"First password, told only now: ([a-z]{4}-){4}\d\d\n", added.stdout)
    third = run(tmp_path, "add", "admin.c", "--admin")
    assert third.exit_code == 2
    assert "two people grant roles" in third.stderr
    assert "admin.c" not in run(tmp_path, "list").stdout  # neither founded nor added


def test_a_role_asked_for_at_the_console_only_waits(tmp_path):
    added = run(
        tmp_path, "add", "li.na", "--role", "data_officer", "--region", "210100", "--sources", "gdp,energy"
    )
    assert "an administrator must accept it" in added.stdout
    listed = run(tmp_path, "list").stdout
    assert re.search(r"li\.na +active +no role", listed)
    assert "waiting no. 1: data_officer for user:li.na" in listed


def test_somebody_of_the_identity_service_gets_no_password(tmp_path):
    added = run(tmp_path, "add", "li.na", "--identity", "42")
    assert added.stdout == "User li.na added.\n"


def test_a_disabled_user_is_listed_as_such(tmp_path):
    run(tmp_path, "add", "li.na")
    assert run(tmp_path, "disable", "li.na", "--reason", "调离").exit_code == 0
    assert re.search(r"li\.na +disabled", run(tmp_path, "list").stdout)


def test_an_empty_store_says_how_to_begin(tmp_path):
    assert "Add two administrators" in run(tmp_path, "list").stdout


def test_wrong_usage_is_one_paragraph(tmp_path):
    for options in (
        ("add", "li.na", "--role", "king"),
        ("add", "Li Na"),
        ("disable", "nobody", "--reason", "x"),
    ):
        told = run(tmp_path, *options)
        assert told.exit_code == 2
        assert "Traceback" not in told.output
