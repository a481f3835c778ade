"""A reason for taking away exact small numbers, which downloads and the API ask for."""

from flask.testing import FlaskClient

REASON = "A test of downloads"
REASON_HEADER = {"X-Export-Reason": REASON}


def give_reason(client: FlaskClient) -> FlaskClient:
    """Let each request of a client say why it needs exact small numbers."""
    client.environ_base["HTTP_X_EXPORT_REASON"] = REASON
    return client
