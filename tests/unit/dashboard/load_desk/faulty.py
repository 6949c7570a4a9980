"""What tests of faults under acting people ask and see."""

from sqlalchemy import text

from dashboard.load_desk import upload_store
from dashboard.operational.export import verify_store
from tests.unit.dashboard.web.conftest import OWN

BROWSER = {**OWN, "Accept": "text/html,application/xhtml+xml"}
FIGURES = "/?lang=en"


def uploads(site):
    with site.office.reading() as connection:
        return upload_store.latest(connection, site.clock(), 10)


def is_verified(site):
    return verify_store(site.office, "en", None)[1]


def events(site):
    with site.office.reading() as connection:
        return connection.execute(text("SELECT count(*) FROM events")).scalar_one()


def propose(client):
    return client.post("/act/desk/1/propose?lang=en", headers=BROWSER)


def tells_who_looks(answer, cause):
    """Who sent nothing is told what cannot be opened and what to do, not that something was not recorded."""
    is_a_page_to_be_asked_again(answer)
    assert cause in answer.text
    assert "Tell the administrator" in answer.text or "tell the administrator" in answer.text
    assert "not recorded" not in answer.text


def says_so(answer, seen):
    """A page for people, in words, that is asked for again later."""
    is_a_page_to_be_asked_again(answer)
    seen.says(answer.text.replace("&#x27;", "'"))


def is_a_page_to_be_asked_again(answer):
    """What the server cannot do at present."""
    assert answer.status_code == 503
    assert answer.mimetype == "text/html"
    assert "<h1>Not possible at present</h1>" in answer.text
    assert answer.headers["Retry-After"]
