"""What is asked for: kind, region, period, language — and the document that answers it."""

from collections.abc import Iterator
from enum import StrEnum

from msgspec import Struct
from msgspec.structs import replace

from dashboard.queries import Queries
from dashboard.report.basis import Basis
from dashboard.report.case_record import NO_RECORD, CaseRecord
from dashboard.report.compose import compose_report
from dashboard.report.document import Document
from dashboard.report.issue import DRAFT, Issue
from dashboard.report.letter import compose_letter
from dashboard.report.periods import parse
from dashboard.report.rows import ReportRows, read_rows
from dashboard.report.sections.annex import OF_COUNTIES
from dashboard.report.sheet import compose_sheet
from dashboard.report.workings import read_places, with_workings
from dashboard.scope import ReaderScope
from dashboard.scoped_queries import queries_within
from etl.catalog.catalog import Catalog
from etl.errors import UsageError
from etl.model.period import Period
from etl.model.vocabulary import RegionLevel


class Kind(StrEnum):
    """Kinds of reports."""

    BULLETIN = "bulletin"
    LETTER = "letter"
    SHEET = "sheet"
    ANNEX = "annex"


OF_ONE_REGION = frozenset({Kind.SHEET, Kind.ANNEX})


class Request(Struct, frozen=True):
    """One report that is asked for; with the build it decides every byte.

    Attributes:
        region: code; the home region for a bulletin or a letter.
        scope: codes of the regions of whoever asked, where these limit what the report may speak of.
    """

    kind: Kind
    region: str
    period: Period
    lang: str
    issue: Issue = DRAFT
    record: CaseRecord = NO_RECORD
    scope: tuple[str, ...] = ()

    @property
    def stem(self) -> str:
        """Name of its files without ending; a bulletin is named after region, period and language alone."""
        kind = "" if self.kind is Kind.BULLETIN else f"_{self.kind}"
        return f"{self.region}_{str(self.period).replace('/', '-')}{kind}_{self.lang}"


def regions_of(catalog: Catalog, kind: Kind, region: str, *, all_regions: bool) -> tuple[str, ...]:
    """Codes of the regions that reports of a kind are asked for.

    Raises:
        UsageError: the kind is about one region and none is named, or the region is unknown or outside.
    """
    home = catalog.home.code
    if kind not in OF_ONE_REGION:
        if all_regions or region not in {"", home}:
            raise UsageError(
                problem=f"A {kind} is about {home} as a whole", action="Use --kind sheet or --kind annex"
            )
        return (home,)
    if all_regions:
        cities = catalog.children(home, RegionLevel.CITY)
        counties = (one for city in cities for one in catalog.children(city.code, RegionLevel.COUNTY))
        return tuple(one.code for one in (*cities, *counties))
    if not region:
        raise UsageError(problem=f"A {kind} needs a region", action="Add --region CODE or --all-regions")
    chosen = catalog.region(region)
    if region == home or not catalog.descends_from(chosen, home):
        raise UsageError(
            problem=f"{region} is no city or county of {home}", action="Use a code below it, such as a city's"
        )
    return (region,)


def make_documents(queries: Queries, requests: tuple[Request, ...]) -> Iterator[Document]:
    """The documents of requests for one period and scope, one after the other; the rows are read once."""
    if not requests:
        return
    period, scope = requests[0].period, requests[0].scope
    if scope:
        queries = queries_within(queries, ReaderScope(frozenset(scope), is_signed_in=True))
    catalog = queries.catalog
    is_of_one = any(request.kind in OF_ONE_REGION for request in requests)
    of_counties = None if is_of_one else tuple(name for name in OF_COUNTIES if name in catalog.indicators)
    rows = read_rows(queries, catalog, period, of_counties=of_counties)
    for request in requests:
        yield make_document(queries, rows, request)


def make_document(queries: Queries, rows: ReportRows, request: Request) -> Document:
    """The document that answers a request, with the deployment's own words across its pages."""
    document = _composed(queries, rows, request)
    words = " · ".join(part for part in (document.watermark, request.issue.watermark) if part)
    return replace(document, watermark=words)


def _composed(queries: Queries, rows: ReportRows, request: Request) -> Document:
    basis = Basis(rows, queries.catalog, request.period, request.lang, request.region, request.record)
    match request.kind:
        case Kind.BULLETIN:
            document = compose_report(basis, request.issue)
            return with_workings(document, basis, read_places(queries, basis, document))
        case Kind.LETTER:
            document = compose_letter(basis, request.issue)
            return with_workings(document, basis, read_places(queries, basis, document))
        case Kind.SHEET:
            return compose_sheet(basis, request.issue)
        case Kind.ANNEX:
            from dashboard.report.explain_annex import compose_explanation, explained  # noqa: PLC0415  no other kind needs it

            workings = [queries.working(name, request.region, parse(at)) for name, at in explained(basis)]
            return compose_explanation(basis, workings, request.issue)
