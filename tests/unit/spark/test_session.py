"""What is lacking for Spark is told in words before anything is read."""

import pytest

from etl.errors import UsageError
from etl.spark import session


def test_without_pyspark_the_command_says_what_to_install(monkeypatch):
    monkeypatch.setattr(session, "find_spec", lambda name: None)

    with pytest.raises(UsageError) as refused:
        session.refuse_without_spark()

    assert "pyspark, pyarrow" in str(refused.value)
    assert 'pip install -c constraints.txt -e ".[spark]"' in refused.value.say("zh")


def test_without_java_the_command_says_where_it_looked_and_what_to_install(monkeypatch, tmp_path):
    monkeypatch.setattr(session, "find_spec", lambda name: object())
    monkeypatch.setenv("JAVA_HOME", str(tmp_path))

    with pytest.raises(UsageError) as refused:
        session.refuse_without_spark()

    assert f"{tmp_path}/bin" in str(refused.value)
    assert "openjdk-17-jre-headless" in refused.value.say("en")


def test_of_a_failure_that_names_its_cause_only_that_line_is_told():
    trace = 'It failed.\n  File "x.py"\nOtherCodeError: a worker runs version 1\n\tat java.lang.Thread'

    assert session.reason_of(RuntimeError(trace)) == "OtherCodeError: a worker runs version 1"


def test_two_builds_at_once_keep_their_tables_between_the_stages_apart():
    one, other = (session.folder_of_one_build("hdfs://cluster/stages/") for _ in range(2))

    assert one != other
    assert one.startswith("hdfs://cluster/stages/build-")
