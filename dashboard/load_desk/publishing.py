"""Publish an accepted file, or take a published one out again: a build apart, a decision, the pointers.

The decision is one transaction of the store. Whoever is killed before it leaves the old build in use; whoever
is killed after it leaves something that anybody can complete, as often as they like.
"""

import time
from typing import Final

from dashboard.builds import BuildStopped
from dashboard.load_desk import upload_store
from dashboard.load_desk.background import Bench
from dashboard.load_desk.upload import State, Upload
from dashboard.operational.errors import ActError
from etl.errors import BuildFailed, LiaoningError
from etl.store.read import open_warehouse

_ATTEMPTS: Final = 60
_AGAIN_SECONDS: Final = 1.0


def turn(bench: Bench, upload: Upload) -> None:
    """Make the build with an accepted file, or without one that is undone, and turn to it.

    Raises:
        ActError: stopped, or others were accepted again and again meanwhile.
        BuildFailed: no such build can be made.
    """
    for _ in range(_ATTEMPTS):
        if _is_decided(bench, upload):
            decided = bench.find(upload.id)
            if decided is not None:
                complete(bench, decided)
            return
        if not bench.steps(upload)("wait", 0, 1):
            raise BuildStopped
        time.sleep(_AGAIN_SECONDS)
    raise ActError("uploads_in_the_way")


def _is_decided(bench: Bench, upload: Upload) -> bool:
    """One attempt: the build, and the decision that it becomes current."""
    with bench.current() as opened, bench.office.reading() as connection:
        before = opened.warehouse.build_id
        others = bench.others(connection, upload)
        chosen = [*others, upload] if upload.state is State.ACCEPTED else others
        files = bench.accepted_files(connection, chosen, opened.catalog)
    accepted = bench.places.write_accepted(files)
    if _can_go_back(bench, upload, before):
        after = upload.build_before
    else:
        scratch = bench.places.scratch(upload.id)
        after = bench.builder.make_build(bench.settings, scratch, accepted, bench.steps(upload))
    base = [each.id for each in others]
    with bench.office.acting() as act:
        return upload_store.decide(act, upload.id, base=base, files=accepted.name, builds=(before, after))


def _can_go_back(bench: Bench, upload: Upload, current: str) -> bool:
    """Whether the build from before a file is the one without it: nothing else came since."""
    if upload.state is not State.UNDOING or current != upload.build_after:
        return False
    try:
        open_warehouse(bench.settings.builds, upload.build_before).close()
    except LiaoningError:
        return False
    return True


def complete(bench: Bench, upload: Upload) -> None:
    """Turn to what was decided; doing it again does no harm.

    Raises:
        BuildFailed: another build is under way for minutes, or the build is damaged.
    """
    build_id = upload.build_after if upload.state is State.PUBLISHING else upload.build_before
    scratch = bench.places.scratch(upload.id)
    made_in = scratch if (scratch / build_id).is_dir() else None
    for left in reversed(range(_ATTEMPTS)):
        try:
            bench.builder.publish_build(
                bench.settings, build_id, made_in, bench.places.accepted(upload.files)
            )
            break
        except BuildFailed:  # another build may be under way in the folder
            if not left:
                raise
            time.sleep(_AGAIN_SECONDS)
    with bench.office.acting() as act:
        upload_store.complete(act, upload.id)
    bench.places.clear(upload.id)
    bench.places.sweep()
