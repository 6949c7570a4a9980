"""Everything that lets somebody in: over one store, for all requests of a process."""

from datetime import timedelta

from dashboard.auth import people, services, sessions
from dashboard.auth.passwords import Passwords
from dashboard.auth.person import Person
from dashboard.operational.errors import FORBIDDEN, ActError
from dashboard.operational.store import Office
from etl.settings import Settings


def lifetime_of(settings: Settings) -> sessions.Lifetime:
    """How long sessions last in a deployment."""
    return sessions.Lifetime(
        timedelta(minutes=settings.session_idle_minutes), timedelta(hours=settings.session_hours)
    )


class Gate:
    """Signing in and out; who a token belongs to."""

    def __init__(self, office: Office, settings: Settings, passwords: Passwords | None = None) -> None:
        self.office = office
        self.passwords = passwords or Passwords()
        self.lifetime = lifetime_of(settings)

    def enter(self, name: str, password: str, address: str) -> str:
        """Sign in by password; returns the token of a new session.

        Raises:
            ActError: refused.
        """
        return sessions.sign_in(
            self.office, self.passwords, self.lifetime, name=name, password=password, address=address
        )

    def enter_by_identity(self, issuer: str, subject: str, address: str) -> str:
        """Sign in somebody whom the identity service has proved; returns the token of a new session.

        Raises:
            ActError: no active user is known by it.
        """
        with self.office.acting() as act:
            user = people.user_by_identity(act.connection, issuer, subject)
            if user is None or not user.is_active:
                raise ActError("identity_unknown", status=FORBIDDEN)
            return sessions.start_session(act, self.lifetime, user, method="identity", address=address)

    def person(self, token: str) -> Person | None:
        """Whose open session a token is."""
        user = sessions.user_of_session(self.office, self.lifetime, token)
        return user.person if user else None

    def program(self, token: str) -> Person | None:
        """Which program a token belongs to."""
        account = services.service_of_token(self.office, token)
        return account.person if account else None

    def leave(self, token: str) -> None:
        """End a session."""
        sessions.sign_out(self.office, token)

    def change_password(self, name: str, present: str, wanted: str, token: str) -> None:
        """Let a user choose another password; other sessions of theirs end.

        Raises:
            ActError: refused.
        """
        with self.office.acting() as act:
            people.change_password(
                act,
                self.passwords,
                name=name,
                present=present,
                wanted=wanted,
                keep_session=sessions.hash_of(token),
            )
