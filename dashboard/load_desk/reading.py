"""Read a file that was brought: what stands in it, whose it is, and what a build with it would change."""

import hashlib
import json
from contextlib import closing
from typing import Any

from msgspec.structs import replace

from dashboard.auth.people import find_user
from dashboard.build_queries import OpenBuild
from dashboard.builds import BuildStopped
from dashboard.load_desk import upload_store
from dashboard.load_desk.background import Bench
from dashboard.load_desk.findings import Found, found_alone, found_by_build
from dashboard.load_desk.places import accepted_file, path_in_build
from dashboard.load_desk.upload import Upload
from dashboard.load_desk.who_may import faults_of_reach, regions_of
from dashboard.text import LANGS, words
from etl.store.read import open_warehouse


def read_upload(bench: Bench, upload: Upload) -> None:
    """Read a file and note what was found; a build is made only of one without a fault.

    Raises:
        BuildStopped: somebody wanted it stopped.
        BuildFailed: no build can be made with it.
    """
    with bench.current() as opened:
        check = _checked(bench, upload)
        faults = _faults(bench, upload, opened, check)
        found = found_alone(check, faults, upload.day)
        pair = ("", "")
        if not faults:
            read = replace(upload, source=found.source)
            after, found = _compared(bench, read, found, opened)
            pair = (opened.warehouse.build_id, after)
        _note(bench, upload, found, regions_of(opened.catalog, check), pair)


def _checked(bench: Bench, upload: Upload) -> dict[str, Any]:
    if not bench.steps(upload)("check", 0, 1):
        raise BuildStopped
    report = bench.places.checked(upload.id)
    report.unlink(missing_ok=True)
    path = bench.places.file(upload)
    bench.builder.check_file(bench.settings, path, upload.source or None, upload.day, report)
    told: dict[str, Any] = json.loads(report.read_bytes())
    return told


def _faults(bench: Bench, upload: Upload, opened: OpenBuild, check: dict[str, Any]) -> list[dict[str, Any]]:
    """What is wrong in the cells, what is not theirs to bring, and a file that holds nothing."""
    with bench.office.reading() as connection:
        person = find_user(connection, upload.uploaded_by).person
    faults = [*check["faults"], *faults_of_reach(person, opened.catalog, check)]
    if not faults and not check["cells"] and not check["records"]:
        said = {lang: words(lang)("desk.fault.nothing") for lang in LANGS}
        place = dict.fromkeys(("sheet", "cell", "found", "expected"), "")
        faults.append({"kind": "nothing", **place, **said})
    return faults


def _compared(bench: Bench, upload: Upload, alone: Found, opened: OpenBuild) -> tuple[str, Found]:
    """What a build with the file changes; the build is made apart and thrown away."""
    catalog = opened.catalog
    with bench.office.reading() as connection:
        files = bench.accepted_files(connection, bench.others(connection, upload), catalog)
    content = bench.places.file(upload).read_bytes()
    accepted = bench.places.write_accepted([*files, accepted_file(upload, content, catalog)])
    scratch = bench.places.scratch(upload.id)
    after = bench.builder.make_build(bench.settings, scratch, accepted, bench.steps(upload))
    with closing(open_warehouse(scratch, after)) as made:
        found = found_by_build(alone, path_in_build(upload), opened, made, upload.day)
    bench.places.clear_scratch(upload.id)
    return after, found


def _note(bench: Bench, upload: Upload, found: Found, regions: set[str], pair: tuple[str, str]) -> None:
    written = found.written()
    bench.places.report(upload.id).write_bytes(written)
    with bench.office.acting() as act:
        upload_store.note_found(
            act,
            upload.id,
            is_good=not found.faults,
            source=found.source,
            regions=regions,
            report=hashlib.sha256(written).hexdigest(),
            builds=pair,
        )
