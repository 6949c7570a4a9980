"""Reports by mail, through the mail server that the settings name; nothing is sent where none is named."""

import hashlib
import smtplib
import ssl
from collections.abc import Mapping, Sequence
from email.message import EmailMessage
from email.utils import parseaddr
from typing import Final

from dashboard.report.archive import Run
from dashboard.report.document import Document
from dashboard.report.sentences import load_sentences
from etl.errors import UsageError
from etl.settings import Settings

_PATIENCE_SECONDS: Final = 30


def read_addresses(text: str) -> tuple[str, ...]:
    """Addresses separated by commas, each once.

    Raises:
        UsageError: one of them is no address.
    """
    found = tuple(dict.fromkeys(part.strip() for part in text.split(",") if part.strip()))
    for one in found:
        if parseaddr(one)[1] != one or "@" not in one or not one.isprintable():
            raise UsageError(
                problem=f"{one[:60]!r} is no mail address", action="Use --mail name@host, several by commas"
            )
    return found


def require_server(settings: Settings) -> None:
    """Refuse before anything is made where nothing could be sent.

    Raises:
        UsageError: no mail server or no sender is named.
    """
    if not (settings.smtp_host and settings.smtp_sender):
        raise UsageError(
            problem="No mail server is named", action="Set LIAONING_SMTP_HOST and LIAONING_SMTP_SENDER"
        )


def message_of(
    document: Document, run: Run, files: Mapping[str, bytes], *, sender: str, recipients: Sequence[str]
) -> EmailMessage:
    """One report as a message: what it is, by which numbers it is checked, the files."""
    say = load_sentences(document.lang)
    message = EmailMessage()
    state = run.request.issue.number or say.text(f"cover.state.{run.request.issue.state}")
    message["Subject"] = f"{document.title} {state}"
    message["From"] = sender
    message["To"] = ", ".join(recipients)
    sums = "\n".join(
        f"{name}  SHA-256 {hashlib.sha256(content).hexdigest()}" for name, content in files.items()
    )
    facts = {"title": document.title, "run": run.run_id, "build": run.build_id}
    message.set_content(f"{say.text('mail.text', **facts)}\n\n{sums}\n")
    for name, content in files.items():
        message.add_attachment(content, maintype="application", subtype="octet-stream", filename=name)
    return message


def send(settings: Settings, message: EmailMessage) -> None:
    """Hand a message to the mail server.

    Raises:
        UsageError: the server cannot be reached or does not take it.
    """
    try:
        with _connection(settings) as server:
            if settings.smtp_security == "starttls":
                server.starttls(context=ssl.create_default_context())
            if settings.smtp_user:
                server.login(settings.smtp_user, settings.smtp_password.reveal())
            server.send_message(message)
    except (OSError, smtplib.SMTPException) as error:
        raise UsageError(
            problem=f"The mail server {settings.smtp_host}:{settings.smtp_port} did not take "
            f"{message['Subject']!r}: {error}",
            action="The report is archived; check the settings LIAONING_SMTP_… and send it again",
        ) from error


def _connection(settings: Settings) -> smtplib.SMTP:
    host, port = settings.smtp_host, settings.smtp_port
    if settings.smtp_security == "tls":
        context = ssl.create_default_context()
        return smtplib.SMTP_SSL(host, port, timeout=_PATIENCE_SECONDS, context=context)
    return smtplib.SMTP(host, port, timeout=_PATIENCE_SECONDS)
