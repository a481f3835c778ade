"""The digest of a team and a month, as a page."""

from indicators.access.permissions import Permission
from indicators.domain.core import LocalityKind
from indicators.reports.digests.team_digest import build_digest
from indicators.reports.meetings.meeting_book import MeetingBook
from layouts.site.page_request import PageRequest
from layouts.site.page_view import PageView
from layouts.site.site import Site
from layouts.text.workflow import digest_text


def register(site: Site) -> None:
    """Add the page. It says what is due today, so it is not cached."""

    def show(request: PageRequest, code: str) -> PageView:
        team = site.reports.places[code]
        if not MeetingBook(request.reports, request.viewer).is_seen(code):
            return site.messages.show(
                request,
                f"There is no digest of {team.name} here",
                "Only teams have digests, and you see those of teams whose figures you see "
                "exactly.",
                links=[(team.name, request.link(f"/{team.kind}/{team.code}"))],
                status=404,
            )
        months = request.reports.find_months(request.month)
        if months is None:
            return site.messages.show_nothing_loaded(request)
        digest = build_digest(request.reports, code, request.month, request.viewer, request.today)
        if digest is None:
            return site.messages.show_no_such_month(request, months)
        return site.frame.render_page(
            "digest.html",
            request,
            title=f"Digest: {team.name}",
            shown=months,
            team=team,
            team_word=site.reports.places.words[LocalityKind.TEAM][0].capitalize(),
            digest=digest,
            text=digest_text,
        )

    site.add("/team/<code>/digest", show, needs=Permission.VIEW_FIGURES, cached=False)
