"""The review file of a build: names of lists that nobody has confirmed, each with firms it may be."""

import csv
import io
import json

from etl.catalog.catalog import Catalog
from etl.derive.matching import KnownFirm, ListedName, confirmed_firms, propose_matches
from etl.model.title import LIST_REGISTER, TITLE_REGISTER
from etl.store.read import Warehouse

HEADINGS = ("source", "name", "region", "firm", "firm_name", "firm_region", "score", "identical")
SHORTEST_PLACE = 2
FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")


def match_review(warehouse: Warehouse, catalog: Catalog) -> str:
    """Proposals as CSV text, one per line; a name without any stands alone, so that no name is lost.

    What a person confirms goes to ``data/catalog/matches/<source>.yaml``; until then nothing is matched.
    """
    firms = known_firms([(row.region, row.fields) for row in warehouse.records(TITLE_REGISTER)])
    listed = [
        ListedName(row.source, json.loads(row.fields).get("firm", ""), row.region)
        for row in warehouse.records(LIST_REGISTER)
    ]
    confirmed = confirmed_firms(listed, firms, catalog.matches)
    open_names = [name for name in dict.fromkeys(listed) if name not in confirmed]
    proposals = propose_matches(open_names, firms, place_names(catalog))
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(HEADINGS)
    for name in open_names:
        own = [proposal for proposal in proposals if proposal.listed == name]
        head = (name.source, plain_cell(name.name), name.region or "")
        writer.writerows(
            (
                *head,
                p.firm.firm,
                plain_cell(p.firm.name),
                p.firm.region,
                f"{p.score:.1f}",
                "yes" if p.identical else "no",
            )
            for p in own
        )
        if not own:
            writer.writerow((*head, "", "", "", "", ""))
    return stream.getvalue()


def plain_cell(text: str) -> str:
    """A text that no spreadsheet takes for a formula."""
    return f"'{text}" if text[:1] in FORMULA_SIGNS else text


def known_firms(rows: list[tuple[str | None, str]]) -> list[KnownFirm]:
    """The firms of the register, once per name and region."""
    found = {}
    for region, text in rows:
        fields = json.loads(text)
        firm = KnownFirm(fields.get("credit_code", ""), fields.get("firm", ""), region or "")
        if firm.firm and firm.name:
            found[firm.firm, firm.name] = firm
    return list(found.values())


def place_names(catalog: Catalog) -> list[str]:
    """Names of the regions within the home region, full and short, as they stand before a firm's name."""
    return [
        name
        for region in catalog.regions.values()
        if catalog.descends_from(region, catalog.deployment.home)
        for name in (region.name.zh, *region.aliases)
        if len(name) >= SHORTEST_PLACE
    ]
