"""The files in deploy/: they name what exists, and the proxy's settings work."""

import json
import os
import re
import shlex
import shutil
import ssl
import subprocess
import sys
import urllib.request

import pytest
import yaml

from tests.conftest import ROOT
from tests.support.running_proxy import DEPLOY, run_proxy
from tests.support.running_server import run_server

CONTAINERFILE = (DEPLOY / "Containerfile").read_text(encoding="utf-8")
COMPOSE = yaml.safe_load((DEPLOY / "compose.yaml").read_text(encoding="utf-8"))
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
    guide = (ROOT / "docs" / "running.md").read_text(encoding="utf-8")
    asked = set(re.findall(r"\$\{(\w+)", text))
    assert {name for name in asked if f"{name}=" not in guide} == set()


def test_the_compose_file_runs_the_image_read_only_and_without_rights():
    for name in ("web", "jobs"):
        service = COMPOSE["services"][name]
        assert (service["read_only"], service["cap_drop"]) == (True, ["ALL"])
        written = {"/app/var", *service["tmpfs"]}
        assert written == {re.search(r"^VOLUME (.+)$", CONTAINERFILE, re.M)[1], "/tmp"}
        assert "/app/var" in list_targets(service)


def test_the_compose_file_sets_what_the_program_reads_and_mounts_it():
    code = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "cli").rglob("*.py"))
    jobs = COMPOSE["services"]["jobs"]
    settings = jobs["environment"]
    assert [name for name in settings if f'"{name}"' not in code] == []
    assert {"/council", settings["BACKUP_FOLDER"]} <= list_targets(jobs)
    assert {f"/run/secrets/{name}" for name in jobs["secrets"]} == {settings["BACKUP_KEY_FILE"]}
    assert set(jobs["secrets"]) == set(COMPOSE["secrets"])
    assert "secrets" not in COMPOSE["services"]["web"]  # whoever breaks in there reads no backup


def test_nothing_names_the_files_of_the_council_so_that_it_is_set_up_in_the_browser():
    example = (DEPLOY / "dashboard.env.example").read_text(encoding="utf-8")
    settings = [COMPOSE["services"][name]["environment"] for name in ("web", "jobs")]
    assert "DATA_FOLDER" not in {name for each in settings for name in each}
    assert not re.search("^DATA_FOLDER", example, re.M)
    assert "/council" in list_targets(COMPOSE["services"]["web"])


def test_the_compose_file_runs_commands_of_the_image():
    (entrypoint,) = re.findall(r"^ENTRYPOINT (.+)$", CONTAINERFILE, re.M)
    assert " ".join(json.loads(entrypoint)) in COMPOSE["services"]["jobs"]["entrypoint"][-1]
    assert "app.py jobs;" in COMPOSE["services"]["jobs"]["entrypoint"][-1]
    # The image asks its web server whether it is well; the jobs have none.
    assert COMPOSE["services"]["jobs"]["healthcheck"] == {"disable": True}
    assert "healthcheck" not in COMPOSE["services"]["web"]


def test_the_proxy_of_the_compose_file_reaches_the_service_and_its_certificate():
    proxy = (DEPLOY / "nginx.conf").read_text(encoding="utf-8")
    name, port = re.search(r"server (\w+):(\d+)", proxy).groups()
    assert name in COMPOSE["services"]["proxy"]["depends_on"]
    assert port == re.search(r"^EXPOSE (\d+)$", CONTAINERFILE, re.M)[1]
    folders = {path.rpartition("/")[0] for path in re.findall(r"ssl_certificate\S* (\S+);", proxy)}
    assert folders < list_targets(COMPOSE["services"]["proxy"])


def list_targets(service) -> set[str]:
    """Where the volumes of a service are in its container."""
    return {re.search(r":(/[^:]+)", volume)[1] for volume in service["volumes"]}


def test_the_command_of_an_operator_has_the_settings_of_the_service(tmp_path):
    script = (DEPLOY / "dashboard").read_text(encoding="utf-8")
    unit = (DEPLOY / "systemd" / "dashboard.service").read_text(encoding="utf-8")
    assert f"< {re.search(r'^EnvironmentFile=(.+)$', unit, re.M)[1]}" in script
    assert f":-{re.search(r'^WorkingDirectory=(.+)$', unit, re.M)[1]}}}" in script
    assert f"runuser -u {re.search(r'^User=(.+)$', unit, re.M)[1]} " in script
    settings = tmp_path / "dashboard.env"
    settings.write_text("# Secret.\n\nMAIL_FROM=The team <team@example.org>\nDATABASE_URL=file\n")
    script = script.replace("/etc/dashboard/dashboard.env", str(settings))
    script = script.partition("exec ")[0] + 'echo "$PWD, $MAIL_FROM, $DATABASE_URL"'
    given = {
        "PATH": os.environ["PATH"],
        "DATABASE_URL": "given",
        "DASHBOARD_FOLDER": str(tmp_path),
    }
    done = subprocess.run(
        ["/bin/sh", "-c", script], env=given, capture_output=True, text=True, check=True
    )
    assert done.stdout == f"{tmp_path}, The team <team@example.org>, given\n"


def test_every_way_to_install_keeps_bytecode_for_a_service_that_may_write_none():
    """The installer leaves none, and each start would compile every package again."""
    compiles = re.search(r"^RUN (.+ compileall .+)$", CONTAINERFILE, re.M)[1]
    guide = (ROOT / "docs" / "running.md").read_text(encoding="utf-8")
    installs = guide.count("make .venv/run.stamp\n")
    assert guide.count(f"make .venv/run.stamp\n   {compiles}\n") == installs > 0
