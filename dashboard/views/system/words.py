"""Roles, rights, grants, proposals and times of 系统 in words."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta, timezone
from typing import TYPE_CHECKING, Any, Final

from dashboard.auth.person import Grant
from dashboard.auth.rights import Right, Role
from dashboard.text import Lang, words
from dashboard.views.challenge_words import place_name
from etl.catalog.catalog import Catalog
from etl.model.vocabulary import RegionLevel

if TYPE_CHECKING:  # with the store behind it, which a reader of a place where nobody acts never needs
    from dashboard.operational.proposals import Proposal

_BEIJING: Final = timezone(timedelta(hours=8))


def role_name(role: Role, lang: str) -> str:
    """A role in words."""
    return words(lang)(f"system.role.{role.value}")


def right_name(right: Right, lang: str) -> str:
    """A right in words."""
    return words(lang)(f"system.right.{right.value}")


def time_text(at: str | None) -> str:
    """A time of the store in Beijing: ``2026-11-28 14:05``; a dash for none."""
    if not at:
        return "—"
    moment = datetime.fromisoformat(at).astimezone(_BEIJING)
    return moment.strftime("%Y-%m-%d %H:%M")


def moment_text(moment: datetime) -> str:
    """As :func:`time_text`, of a time."""
    return moment.astimezone(UTC).astimezone(_BEIJING).strftime("%Y-%m-%d %H:%M")


def region_text(catalog: Catalog, code: str, lang: str) -> str:
    """The region of a grant; the whole where none is named."""
    return place_name(catalog, code, lang) if code else words(lang)("system.form.everywhere")


def grant_text(catalog: Catalog, grant: Grant, lang: str) -> str:
    """A grant: role, region, sources."""
    say = words(lang)
    where = region_text(catalog, grant.region, lang)
    told = say("system.people.grant", role=role_name(grant.role, lang), region=where)
    if not grant.sources:
        return told
    names = say("list.comma").join(source_text(catalog, one, lang) for one in sorted(grant.sources))
    return say("system.people.grant_sources", grant=told, sources=names)


def source_text(catalog: Catalog, source: str, lang: str) -> str:
    """A source by title; one that is declared no longer, by id."""
    return catalog.sources[source].title[lang] if source in catalog.sources else source


def region_options(catalog: Catalog, lang: Lang) -> tuple[tuple[str, str], ...]:
    """The cities, each followed by its counties, as choices."""
    found: list[tuple[str, str]] = []
    for city in catalog.at_home(RegionLevel.CITY):
        found.append((city.code, city.name[lang]))
        counties = catalog.children(city.code, RegionLevel.COUNTY)
        found += [(each.code, place_name(catalog, each.code, lang)) for each in counties]
    return tuple(found)


def source_options(catalog: Catalog, lang: Lang) -> tuple[tuple[str, str], ...]:
    """The sources as choices."""
    return tuple((source.id, source.title[lang]) for source in catalog.sources.values())


def proposal_lines(catalog: Catalog, proposal: Proposal, lang: Lang) -> tuple[tuple[str, str], ...]:
    """What a proposal of 系统 is about, line by line, so that the second person sees all of it."""
    say = words(lang)
    return (
        (say("system.waiting.what"), proposal_text(catalog, proposal, lang)),
        (say("system.waiting.whom"), proposal.subject.partition(":")[2]),
        (say("system.waiting.by"), proposal.proposed_by),
        (say("system.waiting.at"), time_text(proposal.proposed_at)),
        (say("system.waiting.state"), say(f"system.proposal.{proposal.state}")),
        *(((say("system.waiting.decided_by"), proposal.decided_by),) if proposal.decided_by else ()),
        *(((say("forms.reason"), proposal.reason),) if proposal.reason else ()),
    )


def proposal_text(catalog: Catalog, proposal: Proposal, lang: str) -> str:
    """What would be given: a role, or an account of a program."""
    from dashboard.auth.grants import KIND, grant_of  # noqa: PLC0415  see above

    if proposal.kind == KIND:
        return grant_text(catalog, grant_of(proposal), lang)
    say, facts = words(lang), proposal.facts
    return say(
        "system.services.proposed",
        scopes=scopes_text(facts["scopes"], lang),
        region=region_text(catalog, facts["region"], lang),
        days=facts["days"],
    )


def scopes_text(scopes: Any, lang: str) -> str:
    """What a token is for."""
    say = words(lang)
    return say("list.comma").join(say(f"system.scope.{scope}") for scope in sorted(scopes))


def event_name(kind: str, lang: str) -> str:
    """What an event says was done; one without words of its own, by its kind."""
    known: Mapping[str, str] = words(lang).below("system.event")
    return known.get(kind, kind)
