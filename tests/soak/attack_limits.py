"""What the worst request within the limits costs: time and memory of each parser.

    python -m tests.soak.attack_limits

Each attack runs in a process of its own, so that its memory is its own. One that takes more than
the limits below ends the trial.
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from io import BytesIO
from types import MappingProxyType

from indicators.configuration.toml_text.toml_shape import DEEPEST
from indicators.configuration.toml_text.toml_shape import MOST_PARTS as MOST_KEY_PARTS
from layouts.web.callback_guard import CALL_BYTES
from layouts.web.request_limits import ADDRESS_BYTES, FORM_BYTES, MOST_PARTS
from loaders.profiles.toml_limits import LONGEST_TOML

SECONDS, MEGABYTES = 10.0, 200
BODY_MEGABYTES = 90
"""Of the 96 that may be uploaded at once."""
Attack = Callable[[], object]


def read_profile(text: str) -> None:
    """Read a profile's text as the form that changes one does."""
    from indicators.domain.errors import UserError
    from loaders.profiles.profile_files import parse_profile

    try:
        parse_profile(text[:LONGEST_TOML], "here")
    except UserError:
        return


def match_name(pattern: str, name: str) -> None:
    """Match a file's name against a pattern of a profile."""
    from loaders.readers.file_names import is_match

    is_match(name, [pattern])


def send(path: str, body: bytes = b"", kind: str = "") -> None:
    """Send a request to the whole app, over an empty database in memory."""
    from cli.settings import Settings
    from tests.support.partner_app import create_partner_app

    app = create_partner_app(Settings(database_url="sqlite://"))
    app.server.config["WTF_CSRF_ENABLED"] = False
    _note_start()
    method = "POST" if kind else "GET"
    app.server.test_client().open(
        path, method=method, input_stream=BytesIO(body), content_length=len(body), content_type=kind
    )


def build_upload(parts: int, head: bytes, content: bytes) -> bytes:
    """Return a multipart body with so many parts."""
    start = (
        b'--b\r\nContent-Disposition: form-data; name="files"; filename="a"' + head + b"\r\n\r\n"
    )
    return (start + content + b"\r\n") * parts + b"--b--\r\n"


_KEY = ".".join(["k"] * MOST_KEY_PARTS)
_MULTIPART = "multipart/form-data; boundary=b"
_FORM = "application/x-www-form-urlencoded"
_CALL = "/_dash-update-component"
_LARGE = BODY_MEGABYTES * 1024 * 1024

ATTACKS: Mapping[str, Attack] = MappingProxyType(
    {
        "TOML: one key of many parts": lambda: read_profile("a." * LONGEST_TOML),
        "TOML: many keys of as many parts as may be": lambda: read_profile(
            "".join(f"a{at}.{_KEY[2:]} = 1\n" for at in range(LONGEST_TOML // 18))
        ),
        "TOML: many headings": lambda: read_profile(
            "".join(f"[a{at}.{_KEY[2:]}]\n" for at in range(LONGEST_TOML // 18))
        ),
        "TOML: many unknown keys": lambda: read_profile(
            "".join(f"a{at} = 1\n" for at in range(LONGEST_TOML // 10))
        ),
        "TOML: many small tables": lambda: read_profile("a = [" + "{b = 1}," * 25_000),
        "TOML: deep brackets": lambda: read_profile(
            "a = [" + ("[" * (DEEPEST - 1) + "]" * (DEEPEST - 1) + ",") * 12_000 + "]"
        ),
        "TOML: a string without end": lambda: read_profile('a = """' + '\\"' * LONGEST_TOML),
        "TOML: quotation marks": lambda: read_profile("'\"" * LONGEST_TOML),
        "name pattern: many stars": lambda: match_name("*a" * 100 + "b", "a" * 250),
        "multipart: many small files": lambda: send(
            "/data/files", build_upload(MOST_PARTS, b"", b"a,b\n"), _MULTIPART
        ),
        "multipart: too many parts": lambda: send(
            "/data/files", build_upload(20_000, b"", b"a"), _MULTIPART
        ),
        "multipart: a long file name": lambda: send(
            "/data/files", build_upload(1, b"x" * 1_000_000, b"a"), _MULTIPART
        ),
        "multipart: a heading without end": lambda: send(
            "/data/files", b"--b\r\nA: " + b"x" * _LARGE, _MULTIPART
        ),
        "multipart: a boundary almost, again and again": lambda: send(
            "/data/files", build_upload(1, b"", b"\r\n--c" * (_LARGE // 5)), _MULTIPART
        ),
        "multipart: line breaks alone": lambda: send(
            "/data/files", build_upload(1, b"", b"\r" * _LARGE), _MULTIPART
        ),
        "form: many fields": lambda: send("/data/spellings", b"a=&" * (FORM_BYTES // 3), _FORM),
        "form: a large draft": lambda: send(
            "/data/profile", b"t1.sheet=a&t1.f1.indicator=b&" * (FORM_BYTES // 30), _FORM
        ),
        "query: as long as may be": lambda: send("/about?" + "a=&" * (ADDRESS_BYTES // 3 - 10)),
        "JSON: deep": lambda: send(_CALL, b"[" * CALL_BYTES, "application/json"),
        "JSON: long": lambda: send(
            _CALL, json.dumps(["x"] * (CALL_BYTES // 5 - 5)).encode(), "application/json"
        ),
    }
)
_started = (0.0, 0)


def _note_start() -> None:
    """Note time and memory after all is imported and set up."""
    global _started  # noqa: PLW0603 - one attack for each process
    _started = (time.process_time(), _measure_memory())


def _measure_memory() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def measure(name: str) -> tuple[float, int]:
    """Return seconds of processor time and megabytes that an attack takes, in another process."""
    command = [sys.executable, "-m", "tests.soak.attack_limits", name]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    seconds, megabytes = done.stdout.split()[-2:]
    return float(seconds), int(megabytes)


def run_here(name: str) -> None:
    """Run one attack in this process and print what it took."""
    import loaders.profiles.profile_files  # noqa: F401 - imported before the time is taken

    _note_start()
    ATTACKS[name]()
    seconds, megabytes = _started
    print(f"{time.process_time() - seconds:.2f} {_measure_memory() - megabytes}")


def main() -> None:
    if len(sys.argv) > 1:
        run_here(sys.argv[1])
        return
    for name in ATTACKS:
        seconds, megabytes = measure(name)
        print(f"{name}: {seconds:.2f} s, {megabytes} MB", flush=True)
        assert seconds < SECONDS, name
        assert megabytes < MEGABYTES, name


if __name__ == "__main__":
    main()
