"""Checks of the deployment: store, key, build, secrets, how it is reached, backups."""

from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from typing import Any, Final

from sqlalchemy import make_url
from sqlalchemy.exc import ArgumentError

from dashboard.backup.last import last_backup
from dashboard.backup.placing import unfinished
from dashboard.backup.sealing import read_recipients
from dashboard.doctor.finding import Finding, Machine, well, worth_a_look, wrong
from dashboard.operational.keys import read_key
from dashboard.operational.look import StoreLook, look_at_store
from etl.errors import BackupError, BuildError, LiaoningError
from etl.pipeline.verify import is_whole
from etl.settings import Settings
from etl.store.read import WAREHOUSE, current_build_id

MOST_BACKUP_AGE: Final = timedelta(days=2)
"""One is made every night; a night that was missed may be made up for."""

LEAST_SECRET: Final = 16
"""Characters; shorter ones can be tried out."""


def store(settings: Settings, lang: str) -> tuple[Finding, StoreLook | None]:
    """Whether the store is reachable and in the form that this release needs."""
    try:
        found = look_at_store(settings)
    except BackupError as error:
        return wrong("store", "unreachable", found=error.say(lang)), None
    if found is None:
        return well("store", "none"), None
    facts = {"revision": found.revision or "-", "wanted": found.wanted}
    if found.revision > found.wanted:
        return wrong("store", "later", **facts), found
    if found.revision != found.wanted:
        return worth_a_look("store", "pending", **facts), found
    return well("store", **facts), found


def key(settings: Settings, found: StoreLook | None, lang: str) -> Finding:
    """Whether the key that signed the last event is there."""
    if found is None or not found.signer:
        return well("key", "none")
    try:
        held = read_key(settings.chain_key)
    except LiaoningError as error:
        return wrong("key", "unusable", found=error.say(lang))
    if held.fingerprint != found.signer:
        return wrong("key", "other", held=held.fingerprint, wanted=found.signer)
    return well("key", held=held.fingerprint)


def build(settings: Settings, machine: Machine) -> Finding:
    """Whether the current build is whole, and how old it is."""
    try:
        build_id = current_build_id(settings.builds)
    except BuildError:
        return wrong("build", "damaged", build=settings.builds / "current")
    if build_id is None:
        return worth_a_look("build", "none", folder=settings.builds)
    if not is_whole(settings.builds / build_id):
        return wrong("build", "damaged", build=build_id)
    made = datetime.fromtimestamp((settings.builds / build_id / WAREHOUSE).stat().st_mtime, UTC)
    age = machine.now() - made
    facts: dict[str, Any] = {"build": build_id, "days": max(age.days, 0), "most": settings.stale_days}
    return (
        worth_a_look("build", "old", **facts)
        if age > timedelta(days=settings.stale_days)
        else well("build", **facts)
    )


def secrets(settings: Settings) -> Finding:
    """Whether secrets are long enough, and there where they are needed."""
    for name in ("identity_secret", "smtp_password"):
        value = getattr(settings, name).reveal()
        if value and len(value) < LEAST_SECRET:
            return worth_a_look("secrets", "short", name=f"LIAONING_{name.upper()}", least=LEAST_SECRET)
    if _is_database_open_to_others(settings.database_url.reveal()):
        return worth_a_look("secrets", "database", name="LIAONING_DATABASE_URL")
    if settings.identity_issuer and not settings.identity_secret.reveal():
        return wrong("secrets", "identity", name="LIAONING_IDENTITY_SECRET")
    return well("secrets")


def _is_database_open_to_others(address: str) -> bool:
    """Whether a database elsewhere asks for no password; of an address that is none, the store tells."""
    try:
        url = make_url(address or "sqlite://")
    except ArgumentError:
        return False
    return not _is_near(url.host or "localhost") and not url.password


def reached(settings: Settings) -> Finding:
    """How people reach it: over HTTPS, under a name that is allowed."""
    if not _is_near(settings.host):
        return worth_a_look("reached", "open", host=settings.host)
    if settings.allowed_hosts and not settings.served_over_https:
        return worth_a_look("reached", "plain", hosts=settings.allowed_hosts)
    if settings.served_over_https and not settings.allowed_hosts:
        return worth_a_look("reached", "no_name")
    outcome = "https" if settings.served_over_https else "local"
    return well("reached", outcome, host=settings.host, hosts=settings.allowed_hosts)


def backups(settings: Settings, machine: Machine, found: StoreLook | None) -> Finding:
    """Whether backups can be made, are made, and no restore is half done."""
    if unfinished(settings.office):
        return wrong("backups", "unfinished", folder=settings.office)
    if not settings.backup_recipients:
        return worth_a_look("backups", "none")
    try:
        count = len(read_recipients(settings.backup_recipients))
    except LiaoningError:
        return wrong("backups", "no_key", found=settings.backup_recipients[:80])
    return well("backups", "nothing", count=count) if found is None else _last_one(settings, machine, count)


def _last_one(settings: Settings, machine: Machine, count: int) -> Finding:
    last = last_backup(settings)
    if last is None:
        return worth_a_look("backups", "never")
    if not last.is_whole:
        return wrong("backups", "broken", file=last.file)
    age = machine.now() - last.made
    if age > MOST_BACKUP_AGE:
        return worth_a_look("backups", "old", file=last.file, days=age.days)
    hours = max(int(age.total_seconds() // 3600), 0)
    return well("backups", count=count, file=last.file, hours=hours)


def _is_near(host: str) -> bool:
    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False
