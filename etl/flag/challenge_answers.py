"""What answers to challenges make of a flag: its strength once people have decided (methods §4).

A build knows of no answers, so that in it every challenge is open. The case file applies them afterwards,
from what the flag froze: neither a bad figure nor silence protects.
"""

from collections.abc import Mapping, Sequence

from msgspec import Struct

from etl.model.flag import CheckOutcome, FlagCheck
from etl.model.vocabulary import ChallengeStatus, FlagStrength


class Answered(Struct, frozen=True):
    """A flag after the answers.

    Attributes:
        strength: how far it may lead now.
        checks: every check as it stands now.
        still_barring: ids of the challenges that still stand against it.
    """

    strength: FlagStrength
    checks: Mapping[str, CheckOutcome]
    still_barring: tuple[str, ...]


def strength_after_answers(
    checks: Mapping[str, CheckOutcome],
    open_challenges: Sequence[str],
    decisive_challenges: Sequence[str],
    statuses: Mapping[str, ChallengeStatus],
) -> Answered:
    """How far a flag may lead after what people decided about its challenges.

    An explained challenge bars no more; an upheld one bars until the figure is corrected and built anew. One
    left unanswered bars only where it concerns the very figures that decided: else other official figures
    carry the flag.

    Args:
        checks: of the flag, as the build froze them.
        open_challenges: ids of the challenges that barred it in the build.
        decisive_challenges: those of them on the figures that decided.
        statuses: what people decided, by id; a challenge without a status is open.
    """
    decisive = set(decisive_challenges)
    barring = tuple(
        name
        for name in open_challenges
        if not _is_settled(statuses.get(name, ChallengeStatus.OPEN), is_decisive=name in decisive)
    )
    now = dict(checks)
    if FlagCheck.NO_OPEN_CHALLENGE.value in now:
        now[FlagCheck.NO_OPEN_CHALLENGE.value] = not barring
    strength = FlagStrength.FOUNDING if all(now.values()) else FlagStrength.WARNING
    return Answered(strength, now, barring)


def _is_settled(status: ChallengeStatus, *, is_decisive: bool) -> bool:
    if status is ChallengeStatus.EXPLAINED:
        return True
    return status is ChallengeStatus.UNANSWERED and not is_decisive
