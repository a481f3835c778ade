"""How the people of a site are known."""

from __future__ import annotations

from dataclasses import dataclass

from indicators.accounts.accounts import Accounts
from layouts.site.sample_mode import SampleMode


@dataclass(frozen=True, slots=True)
class SiteAccess:
    """People are known by their accounts, or as sample users where no sign-in is needed."""

    accounts: Accounts
    sample: SampleMode
