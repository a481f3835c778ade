"""The web server as it runs: slow clients hold nobody up, and nothing names what serves."""

import math
import time
import urllib.request
from types import SimpleNamespace
from urllib.error import HTTPError

import pytest
from waitress.adjustments import Adjustments
from waitress.parser import HTTPRequestParser

from cli.serving.waitress_worker import (
    LEAVE_SECONDS,
    REQUEST_SECONDS,
    SLOWEST_BYTES_A_SECOND,
    PatientServer,
    TimedChannel,
)
from cli.serving.web_server import THREADS
from tests.support.running_server import HOST, open_slow_clients, run_server, run_server_process


@pytest.mark.slow
def test_slow_clients_hold_nobody_up(tmp_path):
    """As many as would keep every thread busy several times over, if each held one."""
    with (
        run_server(f"sqlite:///{tmp_path / 'test.db'}") as port,
        open_slow_clients(port, idle=6 * THREADS, half_sent=6 * THREADS) as held,
    ):
        for _ in range(10):
            answer = open_page(port)
            assert answer.status == 200
        assert "Server" not in answer.headers
        for each in held:
            each.setblocking(False)
            with pytest.raises(BlockingIOError):
                each.recv(1)  # it is open, and waits


@pytest.mark.slow
def test_workers_that_die_while_the_database_is_away_are_started_again(tmp_path):
    file, away = tmp_path / "test.db", tmp_path / "away.db"
    with run_server_process(f"sqlite:///{file}") as server:
        file.rename(away)
        server.kill_workers()
        server.wait()
        with pytest.raises(HTTPError, match="503"):
            open_page(server.port)
        away.rename(file)
        assert open_page(server.port).status == 200


def open_page(port):
    return urllib.request.urlopen(f"http://{HOST}:{port}/about", timeout=20)


@pytest.fixture
def channel():
    channel = TimedChannel.__new__(TimedChannel)
    channel.request, channel.requests, channel.total_outbufs_len = None, [], 0
    channel.creation_time, channel.is_new = 1000.0, False
    return channel


def receive(channel, began, sent):
    channel.request = HTTPRequestParser(Adjustments())
    channel.request.received(b"POST / HTTP/1.1\r\nContent-Length: 10000000\r\n\r\n")
    channel.request.received(b"x" * sent)
    channel.began = began


@pytest.mark.parametrize("seconds", [0, 1, 60])
def test_a_request_has_a_time_to_arrive_that_grows_with_what_came(seconds, channel):
    receive(channel, began=1000.0, sent=seconds * SLOWEST_BYTES_A_SECOND)
    last = 1000.0 + REQUEST_SECONDS + seconds
    assert not channel.is_too_slow(last)
    assert channel.is_too_slow(last + 0.1)


def test_a_connection_without_a_request_is_not_too_slow(channel):
    assert not channel.is_too_slow(10.0**9)
    assert channel.is_idle(1000.0)


def test_a_new_connection_has_a_moment_to_send_its_request(channel):
    channel.is_new = True
    assert not channel.is_idle(1001.9)
    assert channel.is_idle(1002.0)


@pytest.mark.parametrize(
    "busy", [{"request": SimpleNamespace()}, {"requests": [1]}, {"total_outbufs_len": 1}]
)
def test_a_connection_in_use_is_not_idle(busy, channel):
    vars(channel).update(busy)
    assert not channel.is_idle(10.0**9)


@pytest.fixture
def server():
    """A server with two connections, one of which waits for its answer."""
    server = PatientServer.__new__(PatientServer)
    server.adj, server._map, server.accepting = Adjustments(), {}, True
    server.next_channel_cleanup = math.inf
    server.active_channels = {at: SimpleNamespace(requests=at * ["request"]) for at in range(2)}
    server.has_others = True
    return server


@pytest.fixture
def clock(monkeypatch):
    clock = SimpleNamespace(now=0.0)
    monkeypatch.setattr(time, "monotonic", lambda: clock.now)
    return clock


def test_a_worker_that_is_answering_leaves_new_connections_to_others_for_a_moment(server, clock):
    answering = server.active_channels.pop(1)
    assert server.readable()
    server.active_channels[1] = answering
    assert not server.readable()
    clock.now += LEAVE_SECONDS
    assert server.readable()  # the others are busy, too


def test_a_worker_that_is_done_accepts_connections_at_once(server, clock):
    server.active_channels[1].requests.clear()
    assert server.readable()


def test_the_only_worker_accepts_connections_while_it_is_answering(server, clock):
    server.has_others = False
    assert server.readable()
