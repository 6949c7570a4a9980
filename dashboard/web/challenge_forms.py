"""The forms about challenges: put to whom they are addressed to, answered, closed by two people."""

from __future__ import annotations

from typing import Any, Final

from dashboard.address import to_url
from dashboard.auth.rights import Right
from dashboard.cases.service import CaseDesk
from dashboard.cases.term_days import working_days_after
from dashboard.flags_after_answers import Course
from dashboard.operational import attachments, proposals
from dashboard.operational.errors import FORBIDDEN, ActError
from dashboard.operational.proposals import Proposal
from dashboard.operational.store import Act
from dashboard.queries import Queries
from dashboard.selection import Selection
from dashboard.text import words
from dashboard.upkeep import challenges
from dashboard.upkeep.challenge_addressees import addressee_of, may_answer, may_close
from dashboard.views.challenge_course import addressee_text, course_lines, status_text
from dashboard.views.challenge_words import challenge_text, place_name, subject_name
from dashboard.web.act_fields import Field
from dashboard.web.plain_forms import Asked, Pairs, PlainForm
from dashboard.web.system_form_parts import decisions, need_reason, query_of, reason_field
from etl.catalog.catalog import Catalog
from etl.model.period import Period
from etl.model.vocabulary import Severity
from etl.store.rows import ChallengeRow

ROOT: Final = "/act/challenge"
_NOT_FOUND: Final = 404


class ChallengeForms:
    """The forms about challenges of one server."""

    def __init__(self, desk: CaseDesk, queries: Queries) -> None:
        self._desk = desk
        self._queries = queries

    def forms(self) -> tuple[PlainForm, ...]:
        """All of them."""
        one = f"{ROOT}/<name>"
        common: dict[str, Any] = {"said": self._said}
        return (
            PlainForm(one, "course.form.show", Right.READ, self._to_list, links=self._links, **common),
            PlainForm(
                f"{one}/put", "course.form.put", Right.CHASE, self._to_one, self._put, reason_field, **common
            ),
            PlainForm(
                f"{one}/answer",
                "course.form.answer",
                Right.READ,  # whose it is, is decided by whom the challenge is put to
                self._to_one,
                self._answer,
                _answer_fields,
                **common,
            ),
            PlainForm(
                f"{one}/close",
                "course.form.close",
                Right.CLOSE_CHALLENGE,
                self._to_one,
                self._propose,
                _closing_fields,
                **common,
            ),
            PlainForm(
                f"{one}/decide",
                "course.form.decide",
                Right.CLOSE_CHALLENGE,
                self._to_one,
                self._decide,
                lambda asked: reason_field(asked, is_required=False),
                said=self._closing_said,
                buttons=lambda asked: decisions(self._waiting(asked), asked.person.name),
            ),
        )

    @property
    def _catalog(self) -> Catalog:
        return self._queries.catalog

    def _row(self, asked: Asked) -> ChallengeRow:
        """The challenge of the address, where it is the reader's to see.

        Raises:
            ActError: there is none, or it lies outside their regions.
        """
        wanted = asked.place["name"]
        row = next((each for each in self._queries.challenges() if each.challenge_id == wanted), None)
        may = row is not None and asked.person.may(Right.READ, self._desk.lies_within, region=row.region)
        if row is None or not may:
            raise ActError("unknown_challenge", found=wanted[:20], status=_NOT_FOUND)
        return row

    def _said(self, asked: Asked) -> Pairs:
        row, lang, say = self._row(asked), asked.lang, words(asked.lang)
        period = Period.parse(row.period) if row.period else None
        subject = subject_name(self._catalog, row.subject, lang)
        return (
            (say("data.challenges.place"), place_name(self._catalog, row.region, lang)),
            (say("data.challenges.subject"), say("course.subject", subject=subject, period=period or "")),
            (say("data.challenges.kind"), say(f"data.kind.{row.kind}")),
            (say("course.evidence"), challenge_text(self._catalog, row, lang)),
            (say("course.to"), addressee_text(self._catalog, row, lang)),
            (say("course.state"), status_text(self._catalog, row, lang) or say("course.status.note")),
            *course_lines(self._catalog, row, lang),
        )

    def _links(self, asked: Asked) -> Pairs:
        """What the reader may do now."""
        row, person, say = self._row(asked), asked.person, words(asked.lang)
        course = Course.of(row.course)
        if row.severity != Severity.CHALLENGE or course.outcome:
            return ()
        closes = may_close(person, row.region, self._desk.lies_within)
        may = {
            "put": person.has(Right.CHASE) and closes and not course.put_on,
            "answer": may_answer(person, addressee_of(self._catalog, row), self._desk.lies_within),
            "close": closes and course.waiting is None,
            "decide": closes and course.waiting is not None,
        }
        base = f"{ROOT}/{row.challenge_id}"
        return tuple(
            (say(f"course.act.{name}"), f"{base}/{name}{query_of(asked)}")
            for name, is_so in may.items()
            if is_so
        )

    def _to_list(self, asked: Asked) -> str:
        row = self._row(asked)
        return to_url(Selection("data", asked.lang, section="challenges", region=row.region, kind=row.kind))

    @staticmethod
    def _to_one(asked: Asked) -> str:
        return f"{ROOT}/{asked.place['name']}{query_of(asked)}"

    # ── acts ──

    def _put(self, act: Act, asked: Asked) -> None:
        row = self._closer_of(asked)
        need_reason(asked)
        today, is_working_day = self._desk.today(), self._desk.is_working_day
        due = working_days_after(today, challenges.TERM_DAYS, is_working_day)
        challenges.put(
            act,
            actor=asked.person.name,
            row=row,
            due=due,
            reason=asked.text("reason"),
            is_provisional=is_working_day.unknown_from(today, due) is not None,
        )

    def _answer(self, act: Act, asked: Asked) -> None:
        row = self._row(asked)
        if not may_answer(asked.person, addressee_of(self._catalog, row), self._desk.lies_within):
            raise ActError("not_addressed", status=FORBIDDEN)
        challenges.answer(
            act,
            actor=asked.person.name,
            row=row,
            kind=asked.text("kind"),
            text=asked.text("text"),
            figure=asked.text("figure"),
            attachments=tuple(attachments.keep(act, content) for _, content in asked.files),
        )

    def _propose(self, act: Act, asked: Asked) -> None:
        challenges.propose_closing(
            act,
            actor=asked.person.name,
            row=self._closer_of(asked),
            outcome=asked.text("outcome"),
            reason=asked.text("reason"),
        )

    def _decide(self, act: Act, asked: Asked) -> None:
        row, actor, waiting = self._closer_of(asked), asked.person.name, self._waiting(asked)
        match asked.text("decision"):
            case "accept":
                challenges.accept_closing(act, waiting.id, actor=actor, row=row)
            case "refuse":
                proposals.refuse(act, waiting.id, actor=actor, reason=asked.text("reason"))
            case "withdraw":
                proposals.withdraw(act, waiting.id, actor=actor, reason=asked.text("reason"))
            case _:
                raise ActError("unknown_choice")

    def _closer_of(self, asked: Asked) -> ChallengeRow:
        row = self._row(asked)
        if not may_close(asked.person, row.region, self._desk.lies_within):
            raise ActError("not_allowed", status=FORBIDDEN)
        return row

    def _waiting(self, asked: Asked) -> Proposal:
        number = Course.of(self._row(asked).course).waiting
        if number is None:
            raise ActError("unknown_proposal", found="—", status=_NOT_FOUND)
        with self._desk.office().reading() as connection:
            return proposals.find(connection, number)

    def _closing_said(self, asked: Asked) -> Pairs:
        waiting, say = self._waiting(asked), words(asked.lang)
        return (
            *self._said(asked),
            (say("course.proposed_by"), waiting.proposed_by),
            (say("course.outcome"), say(f"course.outcomes.{waiting.facts['outcome']}")),
            (say("forms.reason"), waiting.facts["why"]),
        )


def _answer_fields(asked: Asked) -> tuple[Field, ...]:
    say = words(asked.lang)
    kinds = tuple((kind, say(f"course.answers.{kind}")) for kind in challenges.ANSWERS)
    note = say("course.figure_note")
    return (
        Field("kind", say("course.kind"), "choice", asked.text("kind"), kinds),
        Field("text", say("course.text"), "text", asked.text("text")),
        Field("figure", say("course.new_figure"), "line", asked.text("figure"), note=note, is_required=False),
        Field("files", say("course.files"), "files", is_required=False),
    )


def _closing_fields(asked: Asked) -> tuple[Field, ...]:
    say = words(asked.lang)
    outcomes = tuple((outcome.value, say(f"course.outcomes.{outcome}")) for outcome in challenges.OUTCOMES)
    return (
        Field("outcome", say("course.outcome"), "choice", asked.text("outcome"), outcomes),
        *reason_field(asked),
    )
