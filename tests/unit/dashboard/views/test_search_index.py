"""What the search box of every page can find."""

from dashboard.views.search_index import build_search_index
from tests.unit.dashboard.title_rows import state


def index(catalog, lang="zh"):
    firms = [state("东海泵业", "valid"), state("东海泵业", "lapsed", tier="srdi_sme")]
    return build_search_index(catalog, firms, {"沈": "shen", "龘": "da"}, lang)


def test_regions_indicators_and_firms_are_there_each_once(shipped_catalog):
    addresses = [entry.address for entry in index(shipped_catalog).entries]
    assert len(addresses) == len(set(addresses))
    assert {"/region/210100", "/region/110000", "/region/LN-SHENFU", "/indicator/gdp"} <= set(addresses)
    assert sum(address.startswith("/gradient?find=") for address in addresses) == 1


def test_a_former_name_and_code_lead_to_the_region_of_today(shipped_catalog):
    entry = next(e for e in index(shipped_catalog).entries if e.address == "/region/210115")
    assert {"辽中区", "辽中县", "210122", "210115", "Liaozhong District"} <= set(entry.names)


def test_the_home_region_and_its_cities_come_before_the_peers(shipped_catalog):
    labels = [entry.label for entry in index(shipped_catalog).entries]
    assert labels.index("辽宁省") < labels.index("朝阳市") < labels.index("双塔区") < labels.index("北京市")


def test_the_english_index_leads_to_english_pages(shipped_catalog):
    entries = index(shipped_catalog, "en").entries
    assert all("lang=en" in entry.address for entry in entries)
    assert next(e for e in entries if "/region/210100" in e.address).label == "Shenyang City"


def test_only_readings_of_what_can_be_found_are_sent(shipped_catalog):
    assert index(shipped_catalog).readings == {"沈": "shen"}
