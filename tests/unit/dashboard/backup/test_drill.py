"""The drill: a machine with nothing but the backup and the program is the deployment again."""

import pytest
from typer.testing import CliRunner

from dashboard.__main__ import app
from dashboard.operational import proposals
from dashboard.operational.chain import events_of
from dashboard.report.command import archive_of, make_again
from etl.settings import Settings
from tests.unit.dashboard.backup.conftest import Deployment, let_act, place

BOTH = [
    ("sqlite", "sqlite"),
    *(
        pytest.param(*pair, marks=pytest.mark.postgres)
        for pair in (("postgres", "postgres"), ("sqlite", "postgres"), ("postgres", "sqlite"))
    ),
]


def command(*words):
    return CliRunner().invoke(app, list(map(str, words)))


@pytest.mark.parametrize(("before", "after"), BOTH)
def test_from_nothing_but_the_backup_the_same_pages_cases_and_reports_come_back(  # noqa: PLR0917  fixtures
    before, after, request, key, databases, real_build, tmp_path, monkeypatch
):
    key_file, recipient = key
    if before == "sqlite":
        deployment = request.getfixturevalue("acted")
    else:
        deployment = acted_on_postgres(databases, real_build, tmp_path)
        request.addfinalizer(deployment.office.close)
    shown = deployment.shown()
    told = deployment.settings.database_url.reveal()
    monkeypatch.setenv("LIAONING_DATABASE_URL", told)
    backup = tmp_path / "evening.age"
    made = command("backup", backup, "--recipient", recipient, "--data", deployment.settings.data_dir)
    assert made.exit_code == 0, made.output
    head = made.stdout.split("链首 ")[1].split("。")[0]

    fresh = tmp_path / "fresh" / "data"
    target = databases.url("postgres", tmp_path) if after == "postgres" else ""
    monkeypatch.setenv("LIAONING_DATABASE_URL", target)
    restored = command("restore", backup, "--key", key_file, "--data", fresh)
    assert restored.exit_code == 0, restored.output

    again = Deployment(Settings(data_dir=fresh, database_url=target), deployment.case)
    request.addfinalizer(again.office.close)
    assert again.shown() == shown
    assert "现场检查发现" in "".join(shown.values())
    verified = command("cases", "verify", "--head", head, "--data", fresh)
    assert verified.exit_code == 0, verified.output
    (archived,) = archive_of(again.settings).runs()
    _, same = make_again(again.settings, archived.run_id)
    assert same == dict.fromkeys(archived.files, True)
    assert len(same) == 2
    assert again.sealed("entry:1") == {"complainant": "举报人甲"}
    goes_on(again)


def acted_on_postgres(databases, real_build, tmp_path):
    url = databases.url("postgres", tmp_path)
    deployment = Deployment(Settings(data_dir=place(tmp_path / "first", real_build), database_url=url))
    let_act(deployment, tmp_path / "out")
    return deployment


def goes_on(deployment):
    """Who acts next adds to the same chain, and the database gives numbers that nobody had."""
    office = deployment.office
    with office.acting() as taken:
        proposals.propose(taken, "drill", actor="an.ning", subject="drill", facts={})
        proposals.propose(taken, "drill", actor="an.ning", subject="drill", facts={})
    with office.reading() as connection:
        (restored,) = events_of(connection, "store_restored")
    assert restored.actor.startswith("console:")
