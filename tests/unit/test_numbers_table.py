"""The table of what things cost is brought up to date row by row."""

from pathlib import Path

from tests.benchmarks.numbers import BEGIN, END, Number, written_into

PAGE = Path(__file__).parents[2] / "docs" / "performance.md"
HEAD = "| what | product | yardstick | ratio | to reach | measured |\n|---|---|---|---|---|---|\n"


def test_what_was_not_measured_keeps_its_row_and_day():
    old = "| a | 1 s | 1 s | 1.00 | 2 | 2020-01-01 |\n| b | 3 s | 1 s | 3.00 | 2 | 2020-01-02 |\n"
    page = f"before\n{BEGIN}\n{HEAD}{old}{END}\nafter\n"

    written = written_into(
        page, [Number("b", "2 s", "1 s", "2.00", "2"), Number("c", "9 s", "1 s", "9", "—")]
    )

    first, second, third = written.split(HEAD)[1].split(f"\n{END}")[0].splitlines()
    assert first == "| a | 1 s | 1 s | 1.00 | 2 | 2020-01-01 |"
    assert second.startswith("| b | 2 s | 1 s | 2.00 | 2 | ")
    assert "2020" not in second
    assert third.startswith("| c | 9 s |")
    assert (written.split("\n")[0], written.split(END)[1]) == ("before", "\nafter\n")


def test_the_page_has_the_table_and_each_row_has_its_day():
    table = PAGE.read_text("utf-8").split(BEGIN)[1].split(END)[0].strip().splitlines()
    assert "\n".join(table[:2]) + "\n" == HEAD
    assert all(line.split(" | ")[-1].startswith("20") for line in table[2:])
