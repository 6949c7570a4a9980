"""What the allocator keeps is given back after a large stage, and nothing is asked of another allocator."""

import ctypes
from types import SimpleNamespace

import pytest

from etl.pipeline.freed_memory import give_back


@pytest.mark.parametrize(("rows", "asked"), [(1_000, []), (5_000_000, [0])])
def test_only_after_many_rows_memory_is_given_back(rows, asked, monkeypatch):
    calls = []
    monkeypatch.setattr(ctypes, "CDLL", lambda name: SimpleNamespace(malloc_trim=calls.append))

    give_back(rows)

    assert calls == asked


def test_an_allocator_that_keeps_nothing_is_not_asked(monkeypatch):
    monkeypatch.setattr(ctypes, "CDLL", lambda name: SimpleNamespace())

    assert give_back(5_000_000) is None
