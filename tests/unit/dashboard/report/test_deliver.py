"""Reports by mail: a server on this machine takes them; without one nothing is made or sent."""

import socketserver
import threading
from email import message_from_bytes, policy

import pytest
from msgspec.structs import replace

from dashboard.report.command import run
from dashboard.report.deliver import read_addresses
from etl.errors import UsageError
from etl.settings import Settings


class Mailbox(socketserver.StreamRequestHandler):
    """As much of RFC 5321 as a sender needs."""

    def handle(self):
        self.wfile.write(b"220 here\r\n")
        while line := self.rfile.readline():
            verb = line[:4].upper()
            if verb == b"DATA":
                self.wfile.write(b"354 go on\r\n")
                lines = []
                while (text := self.rfile.readline()) != b".\r\n":
                    lines.append(text.removeprefix(b"."))
                self.server.received.append(b"".join(lines))
            self.wfile.write(b"221 bye\r\n" if verb == b"QUIT" else b"250 ok\r\n")
            if verb == b"QUIT":
                return


@pytest.fixture
def mailbox():
    with socketserver.TCPServer(("127.0.0.1", 0), Mailbox) as server:
        server.received = []
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield server
        server.shutdown()
        thread.join(timeout=5)


@pytest.fixture
def settings(real_build, tmp_path):
    return Settings(build_dir=real_build.build_dir, office_dir=tmp_path / "office")


def test_a_report_is_sent_with_its_files_and_their_checksums(settings, mailbox, tmp_path):
    named = replace(
        settings, smtp_host="127.0.0.1", smtp_port=mailbox.server_address[1], smtp_sender="a@b.example"
    )
    (path,) = run(
        named, period="2023", formats="xlsx", out=tmp_path, kind="letter", mail="c@d.example, e@f.example"
    )
    (raw,) = mailbox.received
    message = message_from_bytes(raw, policy=policy.default)
    assert message["To"] == "c@d.example, e@f.example"
    assert "草稿" in message["Subject"]
    (attached,) = message.iter_attachments()
    assert attached.get_filename() == path.name
    assert attached.get_content() == path.read_bytes()
    assert "SHA-256" in message.get_body().get_content()


def test_without_a_server_nothing_is_made(settings, tmp_path):
    with pytest.raises(UsageError, match="LIAONING_SMTP_HOST"):
        run(settings, period="2023", formats="xlsx", out=tmp_path / "out", kind="letter", mail="c@d.example")
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("text", ["nobody", "a@b.example\nBcc: c@d.example", "<a@b.example>"])
def test_what_is_no_address_is_refused(text):
    with pytest.raises(UsageError, match="no mail address"):
        read_addresses(text)
