"""What the forms of 系统 share: addresses, the field of the reason, what is told once."""

from typing import Final

from dashboard.address import to_url
from dashboard.operational.errors import ActError
from dashboard.operational.proposals import OPEN, Proposal
from dashboard.selection import Selection
from dashboard.text import words
from dashboard.web.act_fields import Field
from dashboard.web.form_frame import lang_query
from dashboard.web.plain_forms import Asked, Buttons, Told

ROOT: Final = "/act/system"


def query_of(asked: Asked) -> str:
    """The language as the query of an address."""
    return "".join(f"?{key}={value}" for key, value in lang_query(asked.lang).items())


def system_page(asked: Asked, part: str | None = None) -> str:
    """The address of a part of 系统."""
    return to_url(Selection("system", asked.lang, part=part))


def to_people(asked: Asked) -> str:
    """The list of people."""
    return system_page(asked)


def reason_field(asked: Asked, *, is_required: bool = True) -> tuple[Field, ...]:
    """The field of the reason."""
    label = words(asked.lang)("forms.reason" if is_required else "forms.reason_if_refused")
    return (Field("reason", label, "text", asked.text("reason"), is_required=is_required),)


def need_reason(asked: Asked) -> None:
    """Refuse an act without a reason.

    Raises:
        ActError: there is none.
    """
    if not asked.text("reason"):
        raise ActError("no_reason")


def number_of(asked: Asked) -> int:
    """The number in the address.

    Raises:
        ActError: it is none.
    """
    told = asked.place["number"]
    if not told.isascii() or not told.isdecimal() or len(told) > len("1000000000"):
        raise ActError("unknown_proposal", found=told[:20])
    return int(told)


def password_told(asked: Asked, name: str, password: str) -> Told:
    """A first password, told once."""
    say = words(asked.lang)
    said = ((say("system.people.name"), name), (say("system.form.first_password"), password))
    return Told(say("system.form.told_title"), say("system.form.told_password"), said)


def token_told(asked: Asked, name: str, token: str) -> Told:
    """The token of a program, told once."""
    say = words(asked.lang)
    said = ((say("system.services.name"), name), (say("system.form.token"), token))
    return Told(say("system.form.told_title"), say("system.form.told_token"), said)


def decisions(proposal: Proposal, name: str) -> Buttons:
    """What somebody may decide about a proposal: their own they take back, others' they accept or refuse."""
    if proposal.state != OPEN:
        return ()
    if proposal.proposed_by == name:
        return (("withdraw", "withdraw", True),)
    return (("accept", "accept", False), ("refuse", "refuse", True))
