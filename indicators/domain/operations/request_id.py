"""The id of the request that is being answered, which every line of the log carries."""

from contextvars import ContextVar

REQUEST_ID: ContextVar[str] = ContextVar("request_id", default="")
"""It is also in the answer's X-Request-ID, so what a user reports can be found in the log."""
