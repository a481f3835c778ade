"""The lists of profiles and of recorded spellings as tables to download."""

from __future__ import annotations

from indicators.ports.profile_drafts import ProfileBuilderService
from layouts.site.page_request import PageRequest
from layouts.text import load_labels
from layouts.text.page_table import PageTable

PROFILES, SPELLINGS = "profiles", "spellings"


def build_profiles_table(builder: ProfileBuilderService, request: PageRequest) -> PageTable:
    """Return every profile in use, with where it was made."""
    names = load_labels.name_senders(request.reports.catalogue)
    return PageTable(
        title="Profiles",
        name="profiles",
        period="In use now",
        headings=("Profile", "Code", "Sent by", "For files named", "Made in", "When", "Name"),
        rows=tuple(
            (
                *(each.about or each.code, each.code, names.get(each.service, each.service)),
                *(each.files, "the browser" if each.made else "the council\u2019s files"),
                *(each.when, each.who),
            )
            for each in builder.list_profiles(request.viewer)
        ),
    )


def build_spellings_table(builder: ProfileBuilderService, request: PageRequest) -> PageTable:
    """Return the other spellings of places that were recorded."""
    return PageTable(
        title="Recorded spellings of places",
        name="spellings",
        period="In use now",
        headings=("Spelling", "Place", "Recorded", "Name"),
        rows=tuple(
            (each.spelling, each.place, each.when, each.who)
            for each in builder.list_spellings(request.viewer)
        ),
    )
