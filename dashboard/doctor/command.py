"""The command ``doctor``: all checks, a line each."""

import json
from collections.abc import Iterator

from dashboard.doctor import deployment_checks, machine_checks
from dashboard.doctor.finding import Finding, Machine, Status
from dashboard.text import words
from etl.settings import Settings


def examine(settings: Settings, machine: Machine, lang: str = "zh") -> tuple[Finding, ...]:
    """Every check, in the order in which one would mend things."""
    store, found = deployment_checks.store(settings, lang)
    return (
        machine_checks.program(machine),
        machine_checks.fonts(settings),
        machine_checks.disk(settings, machine),
        machine_checks.folders(settings),
        machine_checks.clock(settings, machine, found.last_at if found else ""),
        store,
        deployment_checks.key(settings, found, lang),
        deployment_checks.build(settings, machine),
        deployment_checks.secrets(settings),
        deployment_checks.reached(settings),
        deployment_checks.backups(settings, machine, found),
    )


def is_well(findings: tuple[Finding, ...]) -> bool:
    """Whether nothing is wrong."""
    return all(finding.status is not Status.FAIL for finding in findings)


def lines(findings: tuple[Finding, ...], lang: str) -> Iterator[str]:
    """A line for each finding, and the sum of them."""
    say = words(lang)
    for finding in findings:
        told = say(f"operation.doctor.{finding.check}.{finding.outcome}", **finding.facts)
        yield f"[{say(f'operation.doctor.status.{finding.status}')}] {_name(finding, lang)}{told}"
    count = {status: sum(finding.status is status for finding in findings) for status in Status}
    yield say("operation.doctor.sum", **{status.value: count[status] for status in Status})


def as_json(findings: tuple[Finding, ...], lang: str) -> str:
    """The findings for a program."""
    say = words(lang)
    told = [
        {
            "check": finding.check,
            "status": finding.status.value,
            "outcome": finding.outcome,
            "message": say(f"operation.doctor.{finding.check}.{finding.outcome}", **finding.facts),
            "facts": {name: str(fact) for name, fact in finding.facts.items()},
        }
        for finding in findings
    ]
    return json.dumps({"well": is_well(findings), "findings": told}, ensure_ascii=False, indent=1)


def _name(finding: Finding, lang: str) -> str:
    say = words(lang)
    return say("operation.doctor.named", check=say(f"operation.doctor.{finding.check}.name"))
