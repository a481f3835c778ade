"""Profiles: making one from a file that waits, and all there are, with the recorded spellings."""

from __future__ import annotations

from datetime import UTC, datetime

from flask_wtf.csrf import generate_csrf

from indicators.ports.profile_drafts import ProfileBuilderService
from layouts.pages.profiles import profile_view
from layouts.site.flash_messages import MessageKind, read_messages
from layouts.site.page_request import PageRequest
from layouts.site.page_view import PageView
from layouts.site.site import Site


def register(site: Site) -> None:
    """The pages, where there is a desk to make profiles at. They hold forms, so none is kept."""
    if site.profile_builder is None:
        return
    desk: ProfileBuilderService = site.profile_builder

    def make(asked: PageRequest) -> PageView:
        sha256 = asked.query.get("file", "")
        if asked.reports.seen_on or not sha256:
            return site.messages.show(
                asked,
                "A profile is made from a file",
                "Drop a file on the data page first. Where no profile knows it, its card leads "
                "here.",
                links=[("Data", "/data"), ("Profiles", profile_view.LIST_PATH)],
            )
        now, sheet = datetime.now(UTC), asked.query.get("sheet", "")
        drafted = desk.propose(sha256, sheet, now, asked.viewer)
        asking = profile_view.ProfileQuestion(sha256, told=read_messages())
        return profile_view.page(site, asked, drafted, asking)

    def every(asked: PageRequest) -> PageView:
        profiles = desk.profiles(asked.viewer)
        return site.frame.render_page(
            "profiles.html",
            asked,
            title="Profiles",
            shown=None,
            told=read_messages(),
            made=[each for each in profiles if each.made],
            files=[each for each in profiles if not each.made],
            removed=desk.list_removed_profiles(asked.viewer),
            spellings=desk.spellings(asked.viewer),
            service_names={s.code: s.name for s in site.reports.catalogue.services.values()},
            list_path=profile_view.LIST_PATH,
            csrf_token=generate_csrf(),
        )

    def one(asked: PageRequest, code: str) -> PageView:
        return show_text(site, asked, code, desk.text(code, asked.viewer))

    site.add(profile_view.PATH, make, asks=("file", "sheet"), cached=False)
    site.add(profile_view.LIST_PATH, every, cached=False)
    site.add(f"{profile_view.LIST_PATH}/<code>", one, cached=False)


def show_text(site: Site, asked: PageRequest, code: str, toml: str, problem: str = "") -> PageView:
    """A profile made in the browser as its text, to be changed."""
    return site.frame.render_page(
        "profile_text.html",
        asked,
        title=f"Profile {code}",
        shown=None,
        told=[(MessageKind.WRONG, problem)] if problem else read_messages(),
        code=code,
        toml=toml,
        list_path=profile_view.LIST_PATH,
        csrf_token=generate_csrf(),
    )
