"""The files in deploy/: they name what exists, and the proxy's settings work."""

import re
import shlex
import shutil
import ssl
import subprocess
import sys
import urllib.request

import pytest

from tests.conftest import ROOT
from tests.support.running_proxy import DEPLOY, run_proxy
from tests.support.running_server import run_server

CONTAINERFILE = (DEPLOY / "Containerfile").read_text(encoding="utf-8")
UNITS = sorted((DEPLOY / "systemd").glob("*.service"))


def test_the_image_has_every_package_that_runs_and_the_councils_files():
    copied = set(re.findall(r"^COPY (\w+) \1$", CONTAINERFILE, re.M))
    packages = {path.parent.name for path in ROOT.glob("*/__init__.py")} - {"tests", "benchmarks"}
    assert copied == packages | {"data"}
    ignored = (ROOT / ".dockerignore").read_text(encoding="utf-8")
    assert set(re.findall(r"^!(\w+)$", ignored, re.M)) == copied


def test_the_image_runs_as_nobody_who_matters_and_checks_its_health():
    assert re.search(r"^USER 10001:10001$", CONTAINERFILE, re.M)
    assert "/healthz" in re.search(r"^HEALTHCHECK [^A-Z]+(.+)$", CONTAINERFILE, re.M)[0]


@pytest.mark.parametrize("path", UNITS, ids=lambda path: path.name)
def test_services_run_commands_that_exist(path):
    (line,) = re.findall(r"^ExecStart=(.+)$", path.read_text(encoding="utf-8"), re.M)
    words = shlex.split(line)
    assert words[:2] == ["/opt/dashboard/.venv/bin/python", "app.py"]
    options = [word for word in words[2:] if word.startswith("--")]
    command = next(word for word in words[2:] if word.isalpha())
    shown = subprocess.run(
        [sys.executable, "app.py", command, "--help"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert shown.returncode == 0, shown.stderr
    assert [option for option in options if option not in shown.stdout] == []


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="systemd-analyze is not here")
@pytest.mark.parametrize("path", UNITS, ids=lambda path: path.name)
def test_systemd_understands_the_services(path):
    command = ["systemd-analyze", "verify", str(path)]
    told = subprocess.run(command, capture_output=True, text=True, check=False).stderr
    faults = [line for line in told.splitlines() if path.name in line]
    assert all("is not executable" in line for line in faults), faults


def test_every_setting_of_the_example_is_read():
    example = (DEPLOY / "dashboard.env.example").read_text(encoding="utf-8")
    names = re.findall(r"^#?([A-Z_]+)=", example, re.M)
    code = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "cli").rglob("*.py"))
    assert len(names) >= 3
    assert [name for name in names if f'"{name}"' not in code] == []


@pytest.mark.documents
def test_the_proxy_ends_tls_and_visitors_cannot_say_where_they_come_from(tmp_path):
    url = f"sqlite:///{tmp_path / 'a.db'}"
    key = "a4J-kf93mZpq81-XvT7Lw2yNcR5bUeH0"
    settings = {"BEHIND_PROXY": "1", "SECRET_KEY": key, "ALLOWED_HOSTS": "localhost"}
    with run_server(url, **settings) as port, run_proxy(tmp_path, [port]) as proxy:
        trust = ssl.create_default_context(cafile=str(proxy.certificate))
        request = urllib.request.Request(
            f"{proxy.address}/sign-in",
            headers={"X-Forwarded-Proto": "http", "X-Forwarded-For": "203.0.113.9"},
        )
        with urllib.request.urlopen(request, context=trust, timeout=20) as answer:
            assert answer.headers["Strict-Transport-Security"]
            assert "Secure" in answer.headers["Set-Cookie"]
            assert "nginx/" not in answer.headers.get("Server", "")
        page = f"{proxy.address}/team/north"
        with urllib.request.urlopen(page, context=trust, timeout=20) as answer:
            assert answer.url.startswith(f"{proxy.address}/sign-in")


def test_the_compose_file_uses_the_same_files():
    text = (DEPLOY / "compose.yaml").read_text(encoding="utf-8")
    for name in ("deploy/Containerfile", "./nginx.conf", "dashboard.env"):
        assert name in text
