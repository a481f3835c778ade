"""Where a request comes from, as coarse as it may be kept: no full address, no version."""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass

_BROWSERS = {"Edg": "Edge", "Firefox": "Firefox", "Chrome": "Chrome", "Safari": "Safari"}
"""By a word of the browser's own text, in the order to look: Edge names Chrome too."""
_SYSTEMS = {
    "Windows": "Windows",
    "iPhone": "iPhone",
    "iPad": "iPad",
    "Android": "Android",
    "Mac OS": "Mac",
    "Linux": "Linux",
}


@dataclass(frozen=True, slots=True)
class Visitor:
    """A request's address, which is used and never kept, and what of it may be kept."""

    address: str
    agent: str

    @property
    def browser(self) -> str:
        """The browser and the system, such as “Firefox on Windows”."""
        browser = next((name for word, name in _BROWSERS.items() if word in self.agent), "")
        system = next((name for word, name in _SYSTEMS.items() if word in self.agent), "")
        return " on ".join(filter(None, (browser or "Unknown browser", system)))

    @property
    def network(self) -> str:
        """The address without its last part."""
        try:
            found = ipaddress.ip_address(self.address)
        except ValueError:
            return ""
        prefix = 24 if found.version == 4 else 48
        return str(ipaddress.ip_network(f"{found}/{prefix}", strict=False))
