"""Real servers on loopback sockets, for pulling from: SFTP, HTTPS and an object store."""

import asyncio
import base64
import ssl
import threading
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import asyncssh
import trustme
from moto.server import ThreadedMotoServer

WORD = "correct horse"
"""The password that each of the servers takes."""


@dataclass
class Sftp:
    port: int
    known_hosts: str


class _Login(asyncssh.SSHServer):
    def __init__(self, connections):
        self.connections = connections

    def connection_made(self, connection):
        self.connections.append(connection)

    def password_auth_supported(self):
        return True

    def validate_password(self, username, password):
        return username == "sender" and password == WORD


@contextmanager
def sftp(folder: Path):
    """An SFTP server on `folder`, with a host key of its own."""
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()
    key = asyncssh.generate_private_key("ssh-ed25519")
    connections = []

    async def listen():
        return await asyncssh.listen(
            "127.0.0.1",
            0,
            server_host_keys=[key],
            server_factory=lambda: _Login(connections),
            sftp_factory=lambda chan: asyncssh.SFTPServer(chan, chroot=bytes(folder)),
        )

    async def stop(server):
        """Ends all that serves a client: a socket or task left behind is told in a later test."""
        server.close()
        await server.wait_closed()
        for each in connections:
            each.abort()
            await each.wait_closed()
        serving = asyncio.all_tasks() - {asyncio.current_task()}
        for each in serving:
            each.cancel()
        await asyncio.gather(*serving, return_exceptions=True)

    server = asyncio.run_coroutine_threadsafe(listen(), loop).result(20)
    port = server.get_port()
    try:
        public = key.export_public_key().decode().strip()
        yield Sftp(port, f"[127.0.0.1]:{port} {public}\n")
    finally:
        asyncio.run_coroutine_threadsafe(stop(server), loop).result(20)
        loop.call_soon_threadsafe(loop.stop)
        thread.join(20)
        loop.close()


class _Pages(SimpleHTTPRequestHandler):
    """Files with a page of links; /private/ asks for a password, others misbehave."""

    failures = 0

    def do_GET(self):
        word = base64.b64encode(f"sender:{WORD}".encode()).decode()
        if self.path.startswith("/private/") and self.headers["Authorization"] != f"Basic {word}":
            return self.send_error(401)
        if self.path.startswith("/away"):
            self.send_response(302)
            self.send_header("Location", "/files/")
            return self.end_headers()
        if self.path.startswith("/endless"):
            self.send_response(200)
            self.end_headers()
            piece = b"x" * 2**20
            try:
                for _ in range(1000):
                    self.wfile.write(piece)
            except OSError:
                pass
            return None
        if self.path.startswith("/faltering/") and type(self).failures < 2:
            type(self).failures += 1
            return self.send_error(503)
        for part in ("/private", "/faltering"):
            self.path = self.path.replace(f"{part}/", "/files/", 1)
        return super().do_GET()

    def log_message(self, *args):
        pass


@contextmanager
def https(folder: Path, ca: Path):
    """An HTTPS server on `folder`, whose certificate is signed by the authority written to `ca`."""
    authority = trustme.CA()
    authority.cert_pem.write_to_path(str(ca))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("127.0.0.1").configure_cert(context)
    _Pages.failures = 0

    class Server(ThreadingHTTPServer):
        def handle_error(self, request, client_address):
            pass  # a client that does not trust us hangs up

    server = Server(("127.0.0.1", 0), partial(_Pages, directory=str(folder)))
    server.socket = context.wrap_socket(
        server.socket, server_side=True, do_handshake_on_connect=False
    )
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"https://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join(20)


@contextmanager
def object_store():
    """An S3 server (moto's, in this process, on a socket of its own)."""
    server = ThreadedMotoServer("127.0.0.1", port=0, verbose=False)
    server.start()
    try:
        host, port = server.get_host_and_port()
        yield f"http://{host}:{port}"
    finally:
        server.stop()
        server._server.server_close()
