"""A signed-in person at a running server, who reads pages and sends their forms."""

from __future__ import annotations

import re
from collections import Counter

import requests

_TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')
_SECONDS = 60


class EditingPerson:
    """One browser with a session. `failures` counts what was not answered as it should be."""

    answers = 0

    def __init__(
        self, address: str, cookie: str, session: str, domain: str = "", verify: str | bool = True
    ) -> None:
        self.address = address
        self.failures: Counter[str] = Counter()
        self._browser = requests.Session()
        self._browser.trust_env = False  # it would name other certificates
        self._browser.verify = verify
        self._browser.cookies.set(cookie, session, domain=domain)

    def close(self) -> None:
        self._browser.close()

    def read(self, path: str) -> str:
        """Return a page. Anything but that page is a failure."""
        answer = self._browser.get(f"{self.address}{path}", timeout=_SECONDS)
        self.answers += 1
        if answer.status_code != 200 or "/sign-in" in answer.url:
            self.failures[f"{answer.status_code} {answer.url}"] += 1
        return answer.text

    def send(self, page: str, path: str, **form: str) -> bool:
        """Send a form of a page, and return whether it was acknowledged."""
        token = _TOKEN.search(self.read(page))
        if token is None:
            return False
        address = f"{self.address}{path}"
        headers = {"Origin": self.address, "Referer": f"{self.address}{page}"}
        answer = self._browser.post(
            address, {"csrf_token": token[1], **form}, headers=headers, timeout=_SECONDS
        )
        self.answers += 1
        if answer.status_code != 200:
            self.failures[f"{answer.status_code} for {path}"] += 1
        return answer.status_code == 200
