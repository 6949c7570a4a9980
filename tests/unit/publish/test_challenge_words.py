"""Challenges as the command line tells them: names in place of ids, figures as people write them."""

import json
import subprocess
import sys

from etl.publish.challenge_words import challenge_words


def told(catalog, kind, lang, **facts):
    return challenge_words(catalog, kind, json.dumps(facts), lang)


def test_a_source_is_named_by_its_title_and_a_large_figure_is_written_out(shipped_catalog):
    facts = {"used_source": "nbs_2020_communique", "source": "official_text", "used": 7e6, "value": 0.00002}
    assert told(shipped_catalog, "sources_disagree", "en", **facts) == (
        "7000000 of Energy intensity by province 2020 is in use; Single figures from communiqués and reports "
        "says 0.00002. The declared precedence decides; the other figure is kept."
    )


def test_a_limit_that_is_none_is_told_in_words(shipped_catalog):
    facts = {"value": 7e6, "min": None, "max": 700000.0}
    assert (
        told(shipped_catalog, "implausible", "zh", **facts) == "数值 7000000 超出合理范围（不限 至 700000）。"
    )


def test_regions_that_are_gone_are_named_each_with_its_city(shipped_catalog):
    facts = {
        "source": "chen_county",
        "compared_with": "2016",
        "before": 100,
        "now": 98,
        "gone": "210106 210303",
    }
    said = told(shipped_catalog, "coverage_shrank", "zh", **facts)
    assert "沈阳市铁西区、鞍山市铁西区" in said


def test_a_reader_who_has_enough_ends_a_command_without_a_word():
    code = (
        "from etl.command_line import readable_errors\n"
        "with readable_errors():\n    for _ in range(100000):\n        print('a line')"
    )
    with subprocess.Popen(
        [sys.executable, "-c", code], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as command:
        command.stdout.readline()
        command.stdout.close()
        said = command.stderr.read().decode()
    assert "Broken pipe" not in said
    assert "BrokenPipe" not in said
