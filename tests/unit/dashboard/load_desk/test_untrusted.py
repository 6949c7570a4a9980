"""Whatever is dropped on the desk: it is refused with a sentence that says why, and the server goes on."""

import csv
import io

import pytest

from dashboard.load_desk.upload import base_name, is_good_name
from tests.load_desk import HEADING, MARCH, OFFICER, REVIEWER
from tests.unit.dashboard.web.conftest import OWN, refusal_of
from tests.unit.extract.workbooks import cells, number, write_xlsx

WORKBOOK = "power_2023M01-03.xlsx"
FAR = cells(f'<row r="1">{number("A1")}</row><row r="1048576">{number("XFD1048576")}</row>')
BOMB = cells(f'<row r="1">{number("A1")}</row>') + " " * (9 * 2**20)
HTML = "<html><table><tr><td>沈阳</td></tr></table></html>".encode()


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        (WORKBOOK, lambda folder: write_xlsx(folder / "x.xlsx", FAR).read_bytes(), "A1:XFD1048576"),
        (WORKBOOK, lambda folder: write_xlsx(folder / "x.xlsx", BOMB).read_bytes(), "压缩"),
        ("power_2023M01-03.xls", lambda _: HTML, "网页"),
    ],
    ids=["a cell in the farthest corner", "a zip bomb", "a web page called xls"],
)
def test_a_workbook_that_would_harm_is_refused_whole_and_says_why(site, tmp_path, name, content, says):
    officer = site.signed_in(OFFICER)
    assert site.bring(officer, content(tmp_path), name).status_code == 303
    told = site.page(officer, 1)
    assert "文件未被采用" in told.text
    assert says in told.text
    assert "Traceback" not in told.text
    assert "/tmp" not in told.text
    assert officer.get("/act/desk/1").status_code == 200


def post_large(client, size):
    """A form as bytes: the client of the tests would put a large one on the disk and leave it open."""
    head = b'--b\r\nContent-Disposition: form-data; name="file"; filename="power_2023.csv"\r\n\r\n'
    body = head + b"x" * size + b"\r\n--b--\r\n"
    return client.post("/act/desk", data=body, content_type="multipart/form-data; boundary=b", headers=OWN)


def test_a_body_beyond_the_limit_is_refused_before_it_is_read(site, monkeypatch):
    site.waits = True
    monkeypatch.setattr("dashboard.web.desk_forms.LARGEST_MB", 2)
    officer = site.signed_in(OFFICER)
    answer = post_large(officer, 2**22)
    assert answer.status_code == 413
    assert "MB" in refusal_of(answer)
    assert site.started == []
    assert officer.get("/data/desk").status_code == 200
    # above what other forms may hold, and within the limit of this one
    assert post_large(officer, 2**21 - 2**10).status_code == 303


def test_a_name_with_folders_in_it_stays_in_its_own_folder(site):
    site.waits = True
    officer = site.signed_in(OFFICER)
    before = {path for path in site.folder.rglob("*") if path.is_file()}
    site.bring(officer, MARCH, "../../../etc/power_a.csv")
    (new,) = {path for path in site.folder.rglob("*") if path.is_file()} - before
    assert new == site.folder / "desk" / "1" / "file" / "power_a.csv"


@pytest.mark.parametrize(
    "name",
    ["../../power.csv", "..\\..\\power.csv", "C:\\Users\\x\\power.csv", "/etc/power.csv", "a/b\\power.csv"],
)
def test_of_a_name_its_last_part_is_taken_whichever_way_folders_are_written(name):
    assert base_name(name) == "power.csv"


@pytest.mark.parametrize(
    "name",
    ["", "..", ".csv", "~$power.xlsx", "power.exe", "power.csv.meta.yaml", "po\nwer.csv", "po\0wer.csv",
     "a:b.csv", "x" * 200 + ".csv", "power.xlsb", "power<1>.csv"],
)  # fmt: skip
def test_a_name_that_no_folder_should_hold_is_not_taken(name):
    assert not is_good_name(base_name(name))


@pytest.mark.parametrize("name", ["能耗与工业_沈阳市 2024.xlsx", "gdp_2020.CSV", "表1（终稿）.xls"])
def test_names_of_offices_are_taken(name):
    assert is_good_name(base_name(name))


def test_a_form_without_a_file_or_with_another_kind_of_file_is_told_so(site):
    officer = site.signed_in(OFFICER)
    nothing = officer.post("/act/desk", data={}, headers=OWN)
    assert nothing.status_code == 409
    other = site.bring(officer, MARCH, "power_2023.exe")
    assert ".xlsx" in refusal_of(other)
    empty = site.bring(officer, b"", "power_2023.csv")
    assert "空" in refusal_of(empty)
    assert site.started == []


def test_formulas_in_a_file_are_run_by_no_spreadsheet_that_opens_a_download(site):
    officer = site.signed_in(OFFICER)
    evil = '=HYPERLINK("http://x","y")'
    quoted = '"' + evil.replace('"', '""') + '"'
    site.bring(officer, f"{HEADING}\n900203,{quoted},2023M01-03,4.5\n900201,城中区,@SUM(A1),+1\n")
    for part in ("faults", "figures"):
        text = officer.get(f"/act/desk/1/{part}.csv").text.removeprefix("\ufeff")
        fields = [field for row in csv.reader(io.StringIO(text)) for field in row]
        assert fields
        assert [field for field in fields if field.startswith(("=", "+", "@", "-", "\t"))] == []
    page = site.page(officer, 1).text
    assert evil not in page, "what a file says is escaped on the page"
    assert "&#34;http://x&#34;" in page


def test_a_file_is_handed_back_as_it_came_and_never_shown_by_the_browser(site):
    officer = site.signed_in(OFFICER)
    site.bring(officer, HTML, "power_2023M01-03.xls")
    answer = officer.get("/act/desk/1/file")
    assert answer.data == HTML
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert (answer.mimetype, answer.headers["X-Content-Type-Options"]) == (
        "application/octet-stream",
        "nosniff",
    )


def test_an_upload_from_another_site_is_refused(site):
    officer = site.signed_in(OFFICER)
    data = {"file": (io.BytesIO(MARCH.encode()), "power_x.csv")}
    foreign = officer.post("/act/desk", data=data, headers={"Origin": "http://evil.example"})
    assert foreign.status_code == 403
    assert site.started == []


def test_a_file_that_was_changed_on_the_disk_after_it_was_read_cannot_be_proposed(site):
    officer = site.signed_in(OFFICER)
    site.bring(officer)
    (path,) = (site.folder / "desk" / "1" / "file").iterdir()
    path.write_text(MARCH.replace("4.5", "9.9"))
    answer = site.do(officer, 1, "propose")
    assert answer.status_code == 409
    assert "重新上传" in refusal_of(answer)


def test_the_work_behind_a_file_that_fails_is_told_and_the_file_can_be_put_aside(site, monkeypatch):
    officer, reviewer = site.signed_in(OFFICER), site.signed_in(REVIEWER)
    monkeypatch.setattr(site.builder, "check_file", lambda *_: (_ for _ in ()).throw(OSError("disk")))
    assert site.bring(officer).status_code == 500
    told = site.page(officer, 1).text
    assert "没有完成，现行数据不受影响" in told
    assert site.do(reviewer, 1, "drop").status_code == 403
    assert site.do(officer, 1, "drop").status_code == 303
