"""The chain from the command line."""

from typer.testing import CliRunner

from dashboard.__main__ import app
from dashboard.operational.store import office_of
from etl.settings import Settings


def run(*options):
    return CliRunner().invoke(app, ["cases", *map(str, options)])


def begun(data_dir):
    office = office_of(Settings(data_dir=data_dir))
    with office.acting() as act:
        act.record("noted", actor="li.na", subject="case:1", text="约谈")
    office.close()


def test_an_export_is_verified_with_the_head_that_it_printed(tmp_path):
    begun(tmp_path)
    exported = run("export", "--data", tmp_path, "--out", tmp_path / "out")
    assert exported.exit_code == 0
    head = exported.stdout.split("Head ")[1].split(",")[0]
    verified = run("verify", tmp_path / "out", "--head", head)
    assert (verified.exit_code, verified.stdout.startswith("共2条事件")) == (0, True)
    assert run("verify", "--data", tmp_path, "--head", head).exit_code == 0


def test_a_head_that_is_not_there_is_exit_code_1(tmp_path):
    begun(tmp_path)
    verified = run("verify", "--data", tmp_path, "--head", f"9-{'0' * 64}", "--lang", "en")
    assert verified.exit_code == 1
    assert verified.stdout.startswith("The chain ends at event 2 and lacks the given event 9")


def test_wrong_usage_is_one_paragraph(tmp_path):
    for options in (("verify", "--head", "soon"), ("verify", tmp_path), ("export", "--out", tmp_path)):
        told = run(*options, "--data", tmp_path)
        assert told.exit_code == 2
        assert "Traceback" not in told.output


def test_real_and_demonstration_acts_never_share_a_chain(tmp_path):
    begun(tmp_path)
    told = run("verify", "--data", tmp_path, "--demo", "--lang", "en")
    assert told.exit_code == 1
    assert "The chain is empty" in told.stdout
