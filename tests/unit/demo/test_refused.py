"""Every file of the inbox is refused by the ordinary intake, at its cell and for its reason."""

import hashlib
import shutil

import pytest
import yaml

from etl.errors import RejectedCell
from etl.pipeline.delivery import read_delivery


@pytest.fixture(scope="module")
def refusals(written, tmp_path_factory):
    """What the manifest says of each file of the inbox, beside the problems that it gives."""
    data = tmp_path_factory.mktemp("delivered")
    shutil.copytree(written.folder / "catalog", data / "catalog")
    manifest = written.manifest("inbox/planted.yaml")
    for one in manifest:
        _deliver(written.folder / "inbox" / one["file"], data / "raw" / one["source"], one["source"])
    _, _, staging = read_delivery(data)
    return {
        one["kind"]: (one, [p for p in staging.problems if str(p.facts["file"]).endswith(f"/{one['file']}")])
        for one in manifest
    }


def _deliver(path, folder, source):
    folder.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(path, folder / path.name)
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    meta = {"source": source, "publisher": "-", "published": "2026", "licence": "-", "citation": "-"}
    text = yaml.safe_dump(meta | {"sha256": digest})
    (folder / f"{path.name}.meta.yaml").write_text(text, encoding="utf-8")


def code_of(problem):
    return problem.reject_code if isinstance(problem, RejectedCell) else problem.code


def test_every_file_is_refused_for_the_reason_that_the_manifest_gives(refusals):
    said = {kind: (one["code"], [code_of(p) for p in problems]) for kind, (one, problems) in refusals.items()}

    assert {kind: codes for kind, (code, codes) in said.items() if set(codes) != {code}} == {}


def test_a_wrong_cell_is_named_with_its_row_and_what_stands_there(refusals):
    named = 0
    for one, (problem, *_) in refusals.values():  # a table tells of a wrong region in each of its columns
        if one["row"] is not None:
            assert str(problem.facts["cell"]).lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ") == str(one["row"])
            assert problem.facts["found"] == one["found"]
            named += 1
    assert named >= 14


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_refusal_is_one_readable_paragraph(refusals, lang):
    for _, problems in refusals.values():
        for problem in problems:
            assert 20 < len(problem.say(lang)) < 600
