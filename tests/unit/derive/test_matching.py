"""Names of lists: proposals are only proposals, a person makes the match. All firms are invented."""

from etl.derive.matching import (
    KnownFirm,
    ListedName,
    confirmed_firms,
    normal_name,
    propose_matches,
    telling_part,
)
from etl.model.title import MatchConfirmation

PLACES = ["沈阳市", "沈阳", "大连"]
PUMPS = KnownFirm("91-1", "沈阳演示泵阀有限公司", "210100")
CABLES = KnownFirm("91-2", "大连演示电缆股份有限公司", "210200")
LISTED = ListedName("list", "沈阳演示泵伐有限公司", "210100")


def confirmation(**more) -> dict[str, MatchConfirmation]:
    given = {"source": "list", "by": "某人", "date": "2026-01-05", **more}
    return {"list": MatchConfirmation.read(given)}


def test_names_are_alike_in_width_blanks_and_brackets() -> None:
    assert normal_name("演示 电缆（集团）有限公司") == normal_name("演示电缆(集团)有限公司")


def test_legal_form_and_place_say_nothing_about_a_firm() -> None:
    assert telling_part("沈阳市演示泵阀有限责任公司", PLACES) == "演示泵阀"
    assert telling_part("沈阳有限公司", PLACES) == "沈阳有限公司"


def test_most_similar_firm_is_proposed_with_its_score_and_others_are_not() -> None:
    found = propose_matches([LISTED], [PUMPS, CABLES], PLACES)
    # one of four telling letters differs
    assert [(each.firm.firm, each.score, each.identical) for each in found] == [("91-1", 75.0, False)]


def test_nothing_is_matched_without_a_confirmation_however_similar() -> None:
    same = ListedName("list", PUMPS.name, "210100")
    assert confirmed_firms([LISTED, same], [PUMPS], {}) == {}
    assert confirmed_firms([LISTED, same], [PUMPS], confirmation()) == {}


def test_confirmed_pair_is_a_match_and_a_confirmed_stranger_is_none() -> None:
    pairs = [{"name": LISTED.name, "firm": "91-1"}, {"name": "无此企业", "firm": None}]
    stranger = ListedName("list", "无此企业", None)
    found = confirmed_firms([LISTED, stranger], [PUMPS], confirmation(pairs=pairs))
    assert found == {LISTED: "91-1", stranger: None}


def test_identical_names_match_only_where_a_person_said_so_and_one_firm_bears_the_name() -> None:
    same = ListedName("list", PUMPS.name, "210100")
    twice = [PUMPS, KnownFirm("91-9", PUMPS.name, "210200")]
    assert confirmed_firms([same], [PUMPS], confirmation(identical_names=True)) == {same: "91-1"}
    assert confirmed_firms([same], twice, confirmation(identical_names=True)) == {}


def test_confirmation_of_one_list_says_nothing_about_another() -> None:
    other = ListedName("another", LISTED.name, "210100")
    pairs = [{"name": LISTED.name, "firm": "91-1"}]
    assert confirmed_firms([other], [PUMPS], confirmation(pairs=pairs)) == {}
