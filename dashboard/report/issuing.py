"""From draft to reviewed to issued: one person reviews and proposes the number, another issues.

Both acts are events of the chain. What was reviewed is what is issued: the same archived run of the same
pinned build, with its number. Nothing here prints; the edition with its number is made from the archive
afterwards.
"""

from collections.abc import Iterable, Mapping
from typing import Final

from dashboard.operational import chain, proposals
from dashboard.operational.errors import ActError
from dashboard.operational.proposals import Proposal
from dashboard.operational.store import Act
from dashboard.report.archive import Run
from dashboard.report.issue import LONGEST

KIND: Final = "report_issue"
"""Events are called ``report_issue_proposed``, ``report_issue_accepted``, ``report_issue_refused``."""


def review(act: Act, run: Run, *, actor: str, number: str) -> tuple[Proposal, str]:
    """Say that a draft was reviewed, and propose its number.

    Returns:
        what waits for the second person, and the head of the chain with this act.

    Raises:
        ActError: it is no draft, was reviewed already, or the number is missing, unprintable or taken.
    """
    wanted = number.strip()
    if not wanted or len(wanted) > LONGEST or not wanted.isprintable():
        raise ActError("bad_report_number", longest=LONGEST)
    if run.request.issue.state != "draft":
        raise ActError("no_draft")
    for one in proposals.standing(act.connection, KIND):
        if one.facts["run"] == run.run_id:
            raise ActError("reviewed_already", who=one.proposed_by)
        if one.facts["number"] == wanted:
            raise ActError("report_number_taken", found=wanted)
    facts = {
        "run": run.run_id,
        "number": wanted,
        "report": _told(run),
        "files": dict(sorted(run.files.items())),
    }
    proposal = proposals.propose(act, KIND, actor=actor, subject=f"report:{run.run_id}", facts=facts)
    return proposal, str(chain.head(act.connection))


def issue(act: Act, identifier: int, *, actor: str) -> tuple[Proposal, str]:
    """Issue what another person reviewed.

    Returns:
        what was issued, and the head of the chain with this act.

    Raises:
        ActError: one's own review, or decided meanwhile.
    """
    proposal = proposals.accept(act, identifier, actor=actor)
    if proposal.kind != KIND:
        raise ActError("unknown_proposal", found=identifier)
    return proposal, str(chain.head(act.connection))


def send_back(act: Act, identifier: int, *, actor: str, reason: str) -> Proposal:
    """Send a reviewed draft back with a reason.

    Raises:
        ActError: one's own review, no reason, or decided meanwhile.
    """
    proposal = proposals.refuse(act, identifier, actor=actor, reason=reason)
    if proposal.kind != KIND:
        raise ActError("unknown_proposal", found=identifier)
    return proposal


def _told(run: Run) -> Mapping[str, str]:
    request = run.request
    return {
        "kind": str(request.kind),
        "region": request.region,
        "period": str(request.period),
        "lang": request.lang,
        "build": run.build_id,
    }


def courses(standing: Iterable[Proposal]) -> Mapping[str, Proposal]:
    """What stands of every draft that was reviewed, by its run: waiting or issued."""
    return {one.facts["run"]: one for one in standing}
