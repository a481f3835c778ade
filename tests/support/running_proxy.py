"""nginx with the settings of deploy/nginx.conf, on ports and with a certificate of this machine."""

import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from tests.conftest import ROOT, program
from tests.support.running_server import HOST, find_free_port, wait_for_port

DEPLOY = ROOT / "deploy"


@dataclass(frozen=True)
class RunningProxy:
    """Where it answers, and the certificate to trust."""

    port: int
    certificate: Path

    @property
    def address(self) -> str:
        return f"https://localhost:{self.port}"


def write_certificate(folder: Path) -> Path:
    """Write a certificate for localhost and its key; return the certificate."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - timedelta(minutes=5))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .sign(key, hashes.SHA256())
    )
    pem = serialization.Encoding.PEM
    plain = (serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    (folder / "key.pem").write_bytes(key.private_bytes(pem, *plain))
    (folder / "certificate.pem").write_bytes(made.public_bytes(pem))
    return folder / "certificate.pem"


@contextmanager
def run_proxy(folder: Path, ports: Sequence[int]) -> Iterator[RunningProxy]:
    """Serve deploy/nginx.conf in front of servers on these ports until the block ends."""
    plain, secure = find_free_port(), find_free_port()
    certificate = write_certificate(folder)
    text = (DEPLOY / "nginx.conf").read_text(encoding="utf-8")
    for wrong, right in {
        "server web:8050 max_fails=0;": " ".join(
            f"server {HOST}:{port} max_fails=0;" for port in ports
        ),
        "listen [::]:80;": "",
        "listen [::]:443 ssl;": "",
        "listen 80;": f"listen {HOST}:{plain};",
        "listen 443 ssl;": f"listen {HOST}:{secure} ssl;",
        "/etc/dashboard/tls": str(folder),
    }.items():
        assert wrong in text, wrong
        text = text.replace(wrong, right)
    kinds = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    paths = "".join(f"{kind}_temp_path {folder}/{kind};" for kind in kinds)
    settings = folder / "nginx.conf"
    settings.write_text(
        f"daemon off; pid {folder}/pid; error_log {folder}/errors; events {{}}\n"
        f"http {{ access_log off; {paths}\n{text}\n}}",
        encoding="utf-8",
    )
    nginx = program("NGINX", "nginx", "/usr/sbin/nginx")
    process = subprocess.Popen([nginx, "-e", f"{folder}/errors", "-c", settings, "-p", folder])
    try:
        wait_for_port(secure)
        yield RunningProxy(secure, certificate)
    finally:
        process.terminate()
        process.wait(20)
