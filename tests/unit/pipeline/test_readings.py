"""How characters are read: by 现代汉语词典, every reading without its tone."""

from etl.pipeline.readings import readings_of


def test_every_reading_counts_because_a_lone_character_does_not_tell_which_is_meant() -> None:
    found = readings_of("朝长弓岭")
    assert {"chao", "zhao"} <= set(found["朝"].split())  # 朝阳 is Chaoyang
    assert {"chang", "zhang"} <= set(found["长"].split())  # 长海, 弓长岭
    assert found["岭"] == "ling"


def test_u_with_two_dots_is_found_as_v_and_as_u() -> None:
    assert {"lv", "lu"} <= set(readings_of("旅")["旅"].split())  # 旅顺口


def test_latin_letters_and_signs_have_no_reading() -> None:
    assert readings_of("A1“·") == {}


def test_every_city_and_county_is_found_by_its_official_romanisation(real_build) -> None:
    readings = real_build.warehouse.readings()
    plain = str.maketrans("üë", "ue", "'’ -")
    # names of other languages, such as Harqin, are written as in those and not by the sound of the characters
    for region in real_build.catalog.regions.values():
        first = region.name.en.split(" ")[0].lower().translate(plain)
        if region.level in {"city", "county"} and "自治" not in region.name.zh:
            assert is_spelled(region.name.zh, first, readings), region.name.en


def is_spelled(name: str, word: str, readings: dict[str, str]) -> bool:
    """Whether the first characters of a name can be read as a word."""
    if not word:
        return True
    if not name:
        return False
    return any(
        word.startswith(reading) and is_spelled(name[1:], word[len(reading) :], readings)
        for reading in readings[name[0]].split()
    )
