"""Explains in a sentence why a source could not be read.

It never repeats the message of a library, which may hold an address with a password in it.
"""

from __future__ import annotations

import ssl
from collections.abc import Iterator

from indicators.domain.errors import UserError
from loaders.sources.source_settings import FILE

_UNREACHABLE = (
    "It cannot be reached.",
    "Check its address, and whether this network allows the connection.",
)
_UNTRUSTED = (
    "Its certificate cannot be trusted.",
    "If it is self-signed, put the certificate of its authority in a file and name it under ca.",
)
_HOST_KEY = (
    "Its host key is not the one on record.",
    "Ask the people who run it for the key, and put it in the file named under known_hosts.",
)
_DENIED = ("It refuses the login.", "Check the user, the password or key, and its permissions.")
_GONE = ("There is nothing at this address.", "Check the address.")
_SLOW = ("It took too long to answer.", "Pull again later.")
_REDIRECTED = ("It redirects to another address.", "Use that address, if it is right.")

# By the names of classes, so that no library has to be imported to recognise its errors; the first
# entry that fits any error of the chain is used.
_BY_NAME: tuple[tuple[tuple[str, str], frozenset[str]], ...] = (
    (_HOST_KEY, frozenset({"HostKeyNotVerifiable"})),
    (
        _UNTRUSTED,
        frozenset({"SSLError", "SSLCertVerificationError", "ClientConnectorCertificateError"})
        | {"ClientConnectorSSLError", "CertificateError"},
    ),
    (
        _DENIED,
        frozenset({"PermissionDenied", "PermissionError", "SFTPPermissionDenied"})
        | {"NoCredentialsError", "InvalidPassword", "InvalidAuthorizationSpecification"}
        | {"InsufficientPrivilege", "KeyImportError", "KeyEncryptionError"},
    ),
    (
        _GONE,
        frozenset({"FileNotFoundError", "NoSuchTableError", "NotADirectoryError"})
        | {"SFTPNoSuchFile", "SFTPNoSuchPath", "UndefinedTable", "InvalidCatalogName"},
    ),
    (_SLOW, frozenset({"FSTimeoutError", "TimeoutError", "ConnectTimeout", "ReadTimeoutError"})),
    (
        _UNREACHABLE,
        frozenset({"ClientConnectorError", "ClientOSError", "ServerDisconnectedError"})
        | {"ConnectionError", "ConnectionRefusedError", "ConnectionResetError", "gaierror"}
        | {"EndpointConnectionError", "ConnectionLost", "ConnectionTimeout", "DisconnectError"}
        | {"ClientPayloadError", "ConnectionClosedError", "OSError", "OperationalError"},
    ),
)
_BY_STATUS = dict.fromkeys((401, 403, 407), _DENIED) | dict.fromkeys((404, 410), _GONE)
_TEMPORARY = (_SLOW, _UNREACHABLE)


def _list_causes(error: BaseException) -> Iterator[BaseException]:
    seen: list[BaseException] = []
    following: BaseException | None = error
    while following is not None and following not in seen:
        seen.append(following)
        yield following
        following = getattr(following, "orig", None) or following.__cause__ or following.__context__


def _find_words(error: BaseException) -> tuple[str, str]:
    chain = list(_list_causes(error))
    names = {type(one).__name__ for one in chain}
    if any(isinstance(one, ssl.SSLError) for one in chain):
        return _UNTRUSTED
    for words in filter(None, map(_find_words_of_answer, chain)):
        return words
    for words, known in _BY_NAME:
        if names & known:
            return words
    return (f"It failed ({type(error).__name__}).", f"Check its entry in {FILE}.")


def _find_words_of_answer(error: BaseException) -> tuple[str, str] | None:
    """Return the words for an error that says more than its class: of a web server or database."""
    status = getattr(error, "status", None)
    if isinstance(status, int) and status >= 300:
        return _BY_STATUS.get(status) or (
            _REDIRECTED
            if status < 400
            else (f"It answers with HTTP status {status}.", "Pull again.")
        )
    # A connection that PostgreSQL refuses has no code, only a message.
    message = str(error).casefold() if type(error).__name__ == "OperationalError" else ""
    if "password authentication failed" in message or "no password supplied" in message:
        return _DENIED
    return _GONE if "does not exist" in message else None


def is_temporary(error: BaseException) -> bool:
    """Return whether an error may pass by itself, so that it is worth trying again."""
    if isinstance(error, UserError):
        return False
    status = getattr(error, "status", 0)
    return (isinstance(status, int) and status >= 500) or _find_words(error) in _TEMPORARY


def explain_fault(error: BaseException, name: str) -> UserError:
    """Return the error as a sentence with the source's name."""
    if isinstance(error, UserError):
        return type(error)(error.what, where=error.where or name, remedy=error.remedy)
    what, remedy = _find_words(error)
    return UserError(what, where=name, remedy=remedy)
