"""Why a source could not be read, in a sentence. Never the library's own words: those may hold an
address with a password in it.
"""

from __future__ import annotations

import ssl
from collections.abc import Iterator

from indicators.domain.errors import UserError
from loaders.sources.source_settings import FILE

_UNREACHABLE = ("It cannot be reached.", "Check its address, and whether the network lets us out.")
_UNTRUSTED = (
    "Its certificate cannot be trusted.",
    "If it signs its own, put the certificate of its authority in a file and name it under ca.",
)
_HOST_KEY = (
    "Its host key is not the one we know.",
    "Ask its keeper for the key, and put it in the file named under known_hosts.",
)
_NOT_LET_IN = ("It does not let us in.", "Check the user, and the password or key, and its rights.")
_GONE = ("What the address names is not there.", "Check the address.")
_SLOW = ("It took too long to answer.", "Pull again later.")
_REDIRECTED = ("It sends us to another address.", "Write that address, if it is right.")

# By the names of classes, so that no library need be imported to tell its errors apart; the first
# that fits any error of the chain is told.
_BY_NAME: tuple[tuple[tuple[str, str], frozenset[str]], ...] = (
    (_HOST_KEY, frozenset({"HostKeyNotVerifiable"})),
    (
        _UNTRUSTED,
        frozenset({"SSLError", "SSLCertVerificationError", "ClientConnectorCertificateError"})
        | {"ClientConnectorSSLError", "CertificateError"},
    ),
    (
        _NOT_LET_IN,
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
_BY_STATUS = dict.fromkeys((401, 403, 407), _NOT_LET_IN) | dict.fromkeys((404, 410), _GONE)
_PASSING = (_SLOW, _UNREACHABLE)


def _chain(error: BaseException) -> Iterator[BaseException]:
    seen: list[BaseException] = []
    following: BaseException | None = error
    while following is not None and following not in seen:
        seen.append(following)
        yield following
        following = getattr(following, "orig", None) or following.__cause__ or following.__context__


def _words(error: BaseException) -> tuple[str, str]:
    chain = list(_chain(error))
    names = {type(one).__name__ for one in chain}
    if any(isinstance(one, ssl.SSLError) for one in chain):
        return _UNTRUSTED
    for words in filter(None, map(_by_answer, chain)):
        return words
    for words, known in _BY_NAME:
        if names & known:
            return words
    return (f"It failed ({type(error).__name__}).", f"Check what {FILE} says of it.")


def _by_answer(error: BaseException) -> tuple[str, str] | None:
    """The words for a fault that says more than its class does: a web server's or a database's."""
    status = getattr(error, "status", None)
    if isinstance(status, int) and status >= 300:
        return _BY_STATUS.get(status) or (
            _REDIRECTED if status < 400 else (f"It answers with fault {status}.", "Pull again.")
        )
    said = str(error).casefold() if type(error).__name__ == "OperationalError" else ""
    if "password authentication failed" in said or "no password supplied" in said:
        return _NOT_LET_IN
    return _GONE if "does not exist" in said else None


def is_temporary(error: BaseException) -> bool:
    """Whether a fault may pass by itself, so that it is worth trying again."""
    if isinstance(error, UserError):
        return False
    status = getattr(error, "status", 0)
    return (isinstance(status, int) and status >= 500) or _words(error) in _PASSING


def explain_fault(error: BaseException, name: str) -> UserError:
    """The fault as a sentence under the source's name."""
    if isinstance(error, UserError):
        return type(error)(error.what, where=error.where or name, remedy=error.remedy)
    what, remedy = _words(error)
    return UserError(what, where=name, remedy=remedy)
