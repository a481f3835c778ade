"""The audit log: who did and saw what, when, why and from where."""

from urllib.parse import urlencode

from indicators.access.permissions import Permission
from indicators.domain.audit.audit_event import AuditKind
from indicators.reports.auditing.audit_book import PAGE, AuditBook
from layouts.pages.audit.audit_choices import ASKS, PATH, read_filter, read_page_number
from layouts.site.page_request import PageRequest
from layouts.site.page_view import PageView
from layouts.site.site import Site
from layouts.text import load_labels
from layouts.text.workflow import audit_text


def register(site: Site) -> None:
    """Show the page at /audit. It changes with every event, so it is not cached."""
    book = AuditBook(site.reports.audit_log)

    def show(request: PageRequest) -> PageView:
        wanted = read_filter(request.query)
        found = book.list_page(wanted, read_page_number(request.query), request.viewer)
        names, actors = site.reports.list_user_names(), book.list_actors(request.viewer)
        filters = {name: request.query.get(name, "") for name in ASKS[:-1]}
        return site.frame.render_page(
            "audit.html",
            request,
            title="Audit log",
            shown=None,
            found=found,
            state=book.check(request.viewer),
            kinds=list(AuditKind),
            actors=[(who, audit_text.describe_actor(who, names)) for who in actors],
            names=names,
            filters=filters,
            filter_query=urlencode({name: value for name, value in filters.items() if value}),
            first=(found.page - 1) * PAGE + 1,
            audit_text=audit_text,
            format_moment=load_labels.format_moment,
        )

    site.add(PATH, show, needs=Permission.READ_AUDIT_LOG, asks=ASKS, cached=False)
