"""An answer is made once, kept within bounds and sent in the form that was asked for."""

import gzip
import threading
import time

import brotli
import pytest

from dashboard.encoded import Encoded, EncodedCache, negotiate

LONG = b"abcd" * 1000


@pytest.mark.parametrize(
    ("accepted", "encoding"),
    [
        ("gzip, deflate, br, zstd", "br"),
        ("gzip", "gzip"),
        ("", None),
        ("br;q=0, gzip", "gzip"),
        ("br; q=0.0, gzip;q=0.5", "gzip"),
        ("br;Q=0.000", None),
        ("br;q=0.001", "br"),
        ("identity", None),
    ],
)
def test_the_smallest_form_that_is_accepted_is_chosen(accepted, encoding):
    assert negotiate(accepted) == encoding


def test_every_form_holds_the_same_bytes():
    answer = Encoded(LONG, "text/plain")
    assert brotli.decompress(answer.form("br")[0]) == LONG
    assert gzip.decompress(answer.form("gzip")[0]) == LONG
    assert answer.form("") == (LONG, None)


def test_a_form_is_made_once():
    answer = Encoded(LONG, "text/plain")
    assert answer.form("br")[0] is answer.form("br")[0]


def test_a_short_answer_is_not_compressed():
    assert Encoded(b"{}", "application/json").form("br") == (b"{}", None)


def test_the_same_bytes_have_the_same_tag():
    assert Encoded(LONG, "a").etag == Encoded(LONG, "b").etag != Encoded(b"other", "a").etag


def test_many_who_ask_at_once_get_one_answer_made_once():
    cache, made = EncodedCache(10**6), []

    def make():
        time.sleep(0.05)
        made.append(1)
        return Encoded(LONG, "text/plain")

    threads = [threading.Thread(target=cache.get_or_make, args=("key", make)) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert made == [1]


def test_the_answer_used_longest_ago_goes_first():
    cache = EncodedCache(14_000)
    for key in ("first", "second"):
        cache.get_or_make(key, lambda: Encoded(LONG, "text/plain"))
    cache.get("first")
    cache.get_or_make("third", lambda: Encoded(LONG, "text/plain"))
    assert cache.get("second") is None
    assert cache.get("first") is not None


def test_a_failure_is_not_kept():
    cache = EncodedCache(10**6)
    with pytest.raises(ZeroDivisionError):
        cache.get_or_make("key", lambda: 1 // 0)
    assert cache.get_or_make("key", lambda: Encoded(b"now", "text/plain")).raw == b"now"


def test_an_answer_made_twice_after_a_failure_counts_once():
    cache = EncodedCache(14_000)  # holds two answers of 4,000 bytes with their forms
    failing, going_on = threading.Event(), threading.Event()

    def fail():
        failing.wait(5)
        raise ZeroDivisionError

    def make_late():
        going_on.wait(5)
        return Encoded(LONG, "text/plain")

    def first():
        with pytest.raises(ZeroDivisionError):
            cache.get_or_make("twice", fail)

    threads = [threading.Thread(target=first)]
    threads[0].start()
    time.sleep(0.05)
    threads.append(threading.Thread(target=cache.get_or_make, args=("twice", make_late)))
    threads[1].start()  # waits for the one that is about to fail
    time.sleep(0.05)
    failing.set()
    threads[0].join()
    cache.get_or_make("twice", lambda: Encoded(LONG, "text/plain"))
    going_on.set()
    threads[1].join()
    cache.get_or_make("other", lambda: Encoded(LONG, "text/plain"))
    assert cache.get("twice") is not None
    assert len(cache) == 2
