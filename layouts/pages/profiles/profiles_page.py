"""Profiles: create one from a waiting file; list all profiles and recorded spellings."""

from __future__ import annotations

from datetime import UTC, datetime

from flask_wtf.csrf import generate_csrf

from indicators.access.permissions import Permission
from indicators.ports.profile_drafts import ProfileBuilderService
from layouts.pages.profiles import profile_view
from layouts.pages.profiles.draft_form import LIST_PATH, PATH
from layouts.pages.profiles.profile_text_view import render_text
from layouts.pages.profiles.profiles_table import (
    PROFILES,
    SPELLINGS,
    build_profiles_table,
    build_spellings_table,
)
from layouts.site.flash_messages import read_messages
from layouts.site.page_request import PageRequest
from layouts.site.page_view import PageView
from layouts.site.site import Site
from layouts.text import load_labels


def register(site: Site) -> None:
    """Add the pages if profiles can be created here. They contain forms, so they are not cached."""
    if site.profile_builder is None:
        return
    builder: ProfileBuilderService = site.profile_builder

    def make(request: PageRequest) -> PageView:
        sha256 = request.query.get("file", "")
        if request.reports.seen_on or not sha256:
            return site.messages.show(
                request,
                "Start from a file",
                "Drop a file on the Data page first. If no profile reads it, you can create one "
                "there.",
                links=[("Data", "/data"), ("Profiles", LIST_PATH)],
            )
        now, sheet = datetime.now(UTC), request.query.get("sheet", "")
        drafted = builder.propose(sha256, sheet, now, request.viewer)
        question = profile_view.ProfileQuestion(sha256, messages=read_messages())
        return profile_view.render_draft(site.frame, request, drafted, question)

    def every(request: PageRequest) -> PageView:
        profiles = builder.list_profiles(request.viewer)
        return site.frame.render_page(
            "profiles.html",
            request,
            title="Profiles",
            shown=None,
            messages=read_messages(),
            made=[each for each in profiles if each.made],
            files=[each for each in profiles if not each.made],
            removed=builder.list_removed_profiles(request.viewer),
            spellings=builder.list_spellings(request.viewer),
            service_names=load_labels.name_senders(site.reports.catalogue),
            list_path=LIST_PATH,
            csrf_token=generate_csrf(),
        )

    def one(request: PageRequest, code: str) -> PageView:
        return render_text(site.frame, request, code, builder.read_text(code, request.viewer))

    tables = {
        PROFILES: lambda request: build_profiles_table(builder, request),
        SPELLINGS: lambda request: build_spellings_table(builder, request),
    }
    site.add(PATH, make, needs=Permission.EDIT_PROFILES, asks=("file", "sheet"), cached=False)
    site.add(LIST_PATH, every, needs=Permission.EDIT_PROFILES, cached=False, tables=tables)
    site.add(f"{LIST_PATH}/<code>", one, needs=Permission.EDIT_PROFILES, cached=False)
