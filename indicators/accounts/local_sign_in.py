"""Sign-in with an e-mail address, a password and a code, slowed down after failures."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from indicators.access.password_rules import check_password
from indicators.access.throttle import BY_ACCOUNT, BY_ADDRESS
from indicators.accounts.authenticator import Authenticator
from indicators.accounts.password_hashing import has_old_settings, hash_password, is_password
from indicators.accounts.secret_texts import ServerKeys, hash_token
from indicators.domain.audit.actor import get_actor
from indicators.domain.audit.audit_event import AuditEvent, AuditKind
from indicators.domain.errors import UserError
from indicators.domain.people.users import User
from indicators.store.accounts.credential_table import CredentialTable
from indicators.store.accounts.failure_table import FailureTable, FindWait
from indicators.store.accounts.user_table import UserTable, normalise_email
from indicators.store.audit_log import AuditLog

_LONGEST_READ = 1000
"""Characters of a password that are looked at: more would only cost time."""


class SignInRefusedError(UserError):
    """A sign-in that failed. It does not say which part was wrong."""


class ThrottledError(SignInRefusedError):
    """A sign-in that has to wait after others failed."""

    def __init__(self, wait: timedelta) -> None:
        self.wait = wait
        minutes = -(-int(wait.total_seconds()) // 60)
        written = "1 minute" if minutes <= 1 else f"{minutes} minutes"
        super().__init__("There were too many failed attempts.", remedy=f"Try again in {written}.")


class LocalSignIn:
    """Checks passwords and codes. Every `now` is a time with its zone."""

    def __init__(
        self,
        users: UserTable,
        credentials: CredentialTable,
        failures: FailureTable,
        authenticator: Authenticator,
        keys: ServerKeys,
        audit: AuditLog,
    ) -> None:
        self._users = users
        self._credentials = credentials
        self._failures = failures
        self._authenticator = authenticator
        self._keys = keys
        self._audit = audit

    def check_password(self, email: str, password: str, address: str, now: datetime) -> User:
        """Return the user of an e-mail address and password.

        Raises SignInRefusedError in the same words and time for each cause, or ThrottledError.
        """
        account = self._keys.hash_throttled("account", normalise_email(email))
        visitor = self._keys.hash_throttled("address", address)
        self._begin_attempt({account: BY_ACCOUNT.find_wait, visitor: BY_ADDRESS.find_wait}, now)
        user = self._users.find_by_email(email)
        hashed = self._credentials.find_password(user.id) if user else ""
        is_right = is_password(password[:_LONGEST_READ], hashed)
        if user is None or not is_right or user.disabled_at:
            self._record_failure(user, "password", now)
            raise SignInRefusedError(
                "The e-mail address or the password is not right.",
                remedy="Check both. If you have forgotten the password, ask an administrator for "
                "a new link.",
            )
        self._failures.take_back(visitor)
        self._failures.forget(account)
        if has_old_settings(hashed):
            self._credentials.keep_password(user.id, hash_password(password), now)
        return user

    def check_code(self, user: User, code: str, now: datetime) -> None:
        """Raise SignInRefusedError unless a code is right. It can be used once."""
        if self._authenticator.has_other_key(user.id):
            raise SignInRefusedError(
                "No code of your authenticator app is right any more: the secret of this server "
                "was changed since you set it up.",
                remedy="Ask an administrator for a new link.",
            )
        key = self._keys.hash_throttled("code", str(user.id))
        self._begin_attempt({key: BY_ACCOUNT.find_wait}, now)
        if not self._authenticator.use_code(user.id, code, now):
            self._record_failure(user, "code", now)
            raise SignInRefusedError(
                "The code is not right, or was used already.",
                remedy="Wait for the next code of your app and type that one.",
            )
        self._failures.forget(key)

    def change_password(self, user: User, old: str, new: str, now: datetime) -> None:
        """Keep a new password. Raises UserError if the old one is wrong or the new one is weak."""
        self.confirm_password(user, old, now)
        self.keep_password(user, new, now)

    def confirm_password(self, user: User, password: str, now: datetime) -> None:
        """Raise SignInRefusedError unless this is the password of a user who is signed in."""
        key = self._keys.hash_throttled("account", normalise_email(user.details.email))
        self._begin_attempt({key: BY_ACCOUNT.find_wait}, now)
        hashed = self._credentials.find_password(user.id)
        if not is_password(password[:_LONGEST_READ], hashed):
            self._record_failure(user, "password", now)
            raise SignInRefusedError("Your present password is not right.", remedy="Type it again.")
        self._failures.forget(key)

    def keep_password(self, user: User, new: str, now: datetime) -> None:
        """Keep a password. Raises UserError if it is weak."""
        check_password(new, [user.name, user.details.email])
        self._credentials.keep_password(user.id, hash_password(new), now)

    def has_password(self, user: User) -> bool:
        return bool(self._credentials.find_password(user.id))

    def find_invited(self, token: str, now: datetime) -> User | None:
        """Return the user that a link invites, unless it is over or they are disabled."""
        return self._find_invited(hash_token(token), now)

    def accept_invitation(self, token: str, new: str, now: datetime) -> User | None:
        """Keep the first password of an invited user; None if the link is over.

        Raises UserError if the password is weak: the link stays good.
        """
        user = self.find_invited(token, now)
        if user is None:
            return None
        check_password(new, [user.name, user.details.email])
        if not self._credentials.use_invitation(hash_token(token), now):
            return None  # used meanwhile
        self._credentials.keep_password(user.id, hash_password(new), now)
        return user

    def use_invitation(self, hashed: str, now: datetime) -> User | None:
        """Use up the link with a hash, for someone who signs in with a provider instead.

        Returns the invited user, or None if the link is over.
        """
        user = self._find_invited(hashed, now)
        return user if user and self._credentials.use_invitation(hashed, now) else None

    def record_provider_failure(self, provider: str, now: datetime) -> None:
        """Note that someone came back from a provider and was not signed in."""
        event = AuditEvent(AuditKind.SIGN_IN_FAILED, f"provider {provider}", now, get_actor())
        self._audit.append(event)

    def _find_invited(self, hashed: str, now: datetime) -> User | None:
        found = self._credentials.find_invited(hashed, now)
        user = self._users.find(found) if found is not None else None
        return None if user is None or user.disabled_at else user

    def _begin_attempt(self, waits: Mapping[str, FindWait], now: datetime) -> None:
        if wait := self._failures.begin_attempt(waits, now):
            raise ThrottledError(wait)

    def _record_failure(self, user: User | None, what: str, now: datetime) -> None:
        """Note a wrong password or code. What was typed for an unknown user is not kept."""
        which = f"user {user.id}, wrong {what}" if user else "unknown user"
        event = AuditEvent(AuditKind.SIGN_IN_FAILED, which, now, get_actor())
        self._audit.append(event)
