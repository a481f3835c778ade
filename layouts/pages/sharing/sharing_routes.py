"""Check a month before it is published, publish it, and download what was published.

What solves a release is loaded where it is used: a server that only shows figures starts sooner.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from contextvars import copy_context
from datetime import UTC, datetime
from functools import partial, wraps
from http import HTTPStatus
from typing import ParamSpec

import flask
from werkzeug.wrappers import Response
from wtforms import Form

from indicators.access.declared_needs import needs
from indicators.access.permissions import AccessError, Permission, Viewer
from indicators.domain.errors import UserError
from indicators.domain.periods import Month
from indicators.reports.base import Reports
from layouts.exports.file_response import build_download
from layouts.exports.gate.export_gate import get_recorder
from layouts.exports.pdf_queue import Steps
from layouts.exports.shared_view_csv import write_shared_view
from layouts.pages.sharing.release_jobs import ReleaseJobs
from layouts.pages.sharing.sharing_address import PATH
from layouts.site.flash_messages import MessageKind, answer_form
from layouts.site.form_fields import LONGEST_REASON, LineField
from layouts.site.page_request import PageRequest
from layouts.site.page_view import PageView
from layouts.site.site import Site

_Args = ParamSpec("_Args")


class PublishForm(Form):
    """The month that was checked, and the key of what was checked."""

    month = LineField(longest=7)
    checked = LineField(longest=64)
    sure = LineField(longest=1)
    why = LineField(longest=LONGEST_REASON)


def create_blueprint(
    site: Site, viewer: Callable[[], Viewer], render_plain: Callable[[PageView], str]
) -> flask.Blueprint:
    """Return the addresses below /sharing; `render_plain` renders a page without scripts."""
    blueprint = flask.Blueprint("sharing", __name__, url_prefix=PATH)
    jobs = ReleaseJobs(site.find_reports, site.messages, viewer, render_plain)

    @blueprint.get("/preview")
    @needs(Permission.PREVIEW_RELEASE)
    @_answer_faults
    def preview() -> flask.typing.ResponseReturnValue:
        from indicators.reports.sharing import release_preview
        from layouts.pages.sharing.preview_view import render_preview

        reports, who = site.reports, viewer()
        month = Month.parse(flask.request.args.get("month", ""))
        key = release_preview.build_preview_key(reports, month)
        content = jobs.take_result(key)
        if content is None:
            steps = release_preview.count_steps(reports)
            work = partial(release_preview.prepare_preview, reports, month, who)
            jobs.begin(key, steps, work)
            return jobs.wait(key, f"{month.name} is being checked")
        chosen = flask.request.args.get("indicator", "")
        request = PageRequest(f"{PATH}/preview", None, who, reports)
        return render_plain(
            render_preview(site.frame, request, release_preview.read_preview(content), key, chosen)
        )

    @blueprint.post("/publish")
    @needs(Permission.PUBLISH_RELEASE)
    @_answer_faults
    def publish() -> Response:
        from indicators.reports.sharing.release_preview import build_preview_key

        reports, who, form = site.reports, viewer(), PublishForm(flask.request.form)
        month, checked = Month.parse(form.month.data), form.checked.data
        _check_confirmation(form, build_preview_key(reports, month))
        key = hashlib.sha256(f"publish {checked}".encode()).hexdigest()
        jobs.begin(key, 1, _make_publication(reports, month, who, form.why.data))
        return flask.redirect(f"{PATH}/publishing/{key}", HTTPStatus.SEE_OTHER)

    @blueprint.get("/publishing/<key>")
    @needs(Permission.PUBLISH_RELEASE)
    @_answer_faults
    def show_progress(key: str) -> flask.typing.ResponseReturnValue:
        content = jobs.take_result(key)
        if content is None:
            return jobs.wait(key, "The month is being published")
        text = f"It is published as release {content.decode()}. Later releases are checked with it."
        return answer_form(PATH, [(MessageKind.GOOD, text)])

    @blueprint.get("/releases/<int:number>/figures.csv")
    @needs(Permission.PREVIEW_RELEASE)
    @_answer_faults
    def download(number: int) -> flask.Response:
        from indicators.reports.sharing.published_release import PublishedFigures

        reports = site.reports
        release = next((r for r in reports.release_ledger.list_releases() if r.id == number), None)
        if release is None:
            raise UserError(f"There is no release {number}.", remedy="Choose one of the list.")
        published = PublishedFigures(reports.release_ledger, reports.catalogue)
        get_recorder().record_export(flask.request.path)
        content = write_shared_view(published.read_release(release).rows)
        return build_download(content, f"shared-view-{release.month}.csv", "text/csv")

    return blueprint


def _answer_faults(
    answer: Callable[_Args, flask.typing.ResponseReturnValue],
) -> Callable[_Args, flask.typing.ResponseReturnValue]:
    """Show what is wrong with a request on the page of all releases."""

    @wraps(answer)
    def answer_safely(
        *args: _Args.args, **kwargs: _Args.kwargs
    ) -> flask.typing.ResponseReturnValue:
        try:
            return answer(*args, **kwargs)
        except AccessError:
            raise
        except UserError as error:
            return answer_form(PATH, [(MessageKind.WRONG, str(error))])

    return answer_safely


def _make_publication(reports: Reports, month: Month, viewer: Viewer, note: str) -> Steps:
    """Return the work that publishes a month, and yields the number of its release."""
    from indicators.reports.sharing.publication import publish_release

    context = copy_context()  # who acts is named in it, for the audit log

    def work() -> Iterator[bytes]:
        now, who = datetime.now(UTC), viewer.name
        publish = partial(publish_release, who=who, note=note, now=now)
        _, release = context.run(publish, reports, month, viewer)
        yield str(release.id).encode()

    return work


def _check_confirmation(form: PublishForm, current: str) -> None:
    """Raise UserError unless what was checked is confirmed, and is what would be published."""
    if not form.sure.data:
        raise UserError(
            "Nothing was published: it was not confirmed.",
            remedy="Check the month again, and tick the box before you publish.",
        )
    if form.checked.data != current:
        raise UserError(
            "Nothing was published: figures, settings or releases have changed since it was "
            "checked.",
            remedy="Check the month again.",
        )
