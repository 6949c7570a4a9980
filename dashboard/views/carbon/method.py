"""How a status is found, rule by rule, with its documents; and what the page lacks."""

from msgspec import Struct

from dashboard.text import words
from dashboard.views.carbon.accounts import Accounts
from dashboard.views.carbon.regime import cumulative_indicators
from dashboard.views.carbon.shared_rows import CarbonScene
from dashboard.views.missing import Lack
from dashboard.views.value_words import short_name
from etl.derive.peak import PeakRule
from etl.model.region import Region
from etl.model.vocabulary import RegionLevel
from etl.publish.verdict_lines import mark_words


class MethodView(Struct, frozen=True):
    """The rules in their order, and what they rest on."""

    lang: str
    title: str
    rules: tuple[str, ...]
    documents: tuple[str, ...]
    note: str


def build_method(scene: CarbonScene, lang: str) -> MethodView:
    """The method of the statuses of a scene."""
    rule = scene.rule
    return MethodView(
        lang=lang,
        title=f"{rule.name[lang]}{mark_words(rule.mark, lang)}",
        rules=tuple(words(lang)(f"carbon.method.{each.value}") for each in PeakRule),
        documents=rule.documents,
        note=rule.note[lang] if rule.note else "",
    )


def build_lacks(
    scene: CarbonScene, accounts: Accounts | None, known: frozenset[tuple[str, str]], lang: str
) -> tuple[Lack, ...]:
    """The regions without the inventory, and the cities without what an account or a plan would need.

    Args:
        scene: inventory and regions.
        accounts: what an account is made of.
        known: indicators and regions with any value.
        lang: language of the words.
    """
    cities = tuple(scene.catalog.children(scene.home.code, RegionLevel.CITY))
    carbon = cumulative_indicators(scene.catalog).get("carbon")
    others = [each for each in (carbon, accounts.fuels if accounts else None) if each is not None]
    silent = tuple(short_name(region, lang) for region in scene.silent)

    def lacking(indicator: str) -> list[Region]:
        return [city for city in cities if (indicator, city.code) not in known]

    return (
        Lack(scene.indicator, None, silent, len(scene.regions)),
        *(
            Lack(each, None, tuple(short_name(city, lang) for city in lacking(each.id)), len(cities))
            for each in others
        ),
    )
