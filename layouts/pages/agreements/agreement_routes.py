"""The forms of sharing agreements and organisations: who will see more or less is said first."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Callable, Mapping
from functools import partial

import flask
from flask_wtf.csrf import generate_csrf
from werkzeug.wrappers import Response

from indicators.access.declared_needs import needs
from indicators.access.permissions import Permission, Viewer
from indicators.configuration.agreement_rules import FILE
from indicators.domain.settings.setting_change import NEW, SettingKind
from indicators.reports.settings.agreement_preview import preview_agreement
from indicators.reports.settings.changed_files import write_agreements
from indicators.reports.settings.planned_change import ChangeNote, PlannedChange
from layouts.exports.file_response import build_download
from layouts.pages.settings.change_form import TOML, Answer
from layouts.pages.settings.setting_address import AGREEMENTS, OWN_PATHS
from layouts.pages.settings.setting_form import SettingForm
from layouts.pages.settings.setting_view import build_show_form
from layouts.site.flash_messages import Message, MessageKind
from layouts.site.page_request import PageRequest
from layouts.site.page_view import PageView
from layouts.site.site import Site
from layouts.text.access.agreement_preview_text import PreviewPeriod, PreviewWords
from layouts.text.settings import setting_text

_SEEN, _EDIT, _TOKEN = "seen", "edit", "csrf_token"
_DIGITS = 16


def create_blueprint(
    site: Site, viewer: Callable[[], Viewer], render_plain: Callable[[PageView], str]
) -> flask.Blueprint:
    """Return the addresses of the forms; `render_plain` renders a page without scripts."""
    blueprint = flask.Blueprint("agreements", __name__)
    for kind in (SettingKind.AGREEMENT, SettingKind.ORGANISATION):
        _add_forms(blueprint, kind, partial(AgreementForm, site, viewer, kind, render_plain))

    @blueprint.get(f"{AGREEMENTS}/{FILE}")
    @needs(Permission.CHANGE_AGREEMENTS)
    def download() -> Response:
        return build_download(write_agreements(site.reports, viewer()).encode(), FILE, TOML)

    return blueprint


def _add_forms(
    blueprint: flask.Blueprint, kind: SettingKind, read_form: Callable[[str], AgreementForm]
) -> None:
    """Add the addresses that save, withdraw and take back settings of a kind."""
    path = f"{OWN_PATHS[kind]}/<code>"

    @blueprint.post(path, endpoint=f"save_{kind}")
    @needs(Permission.CHANGE_AGREEMENTS)
    def save(code: str) -> Answer:
        return read_form(code).save()

    @blueprint.post(f"{path}/remove", endpoint=f"withdraw_{kind}")
    @needs(Permission.CHANGE_AGREEMENTS)
    def withdraw(code: str) -> Answer:
        return read_form(code).remove()

    @blueprint.post(f"{path}/undo", endpoint=f"undo_{kind}")
    @needs(Permission.CHANGE_AGREEMENTS)
    def undo(code: str) -> Answer:
        return read_form(code).undo()


class AgreementForm(SettingForm):
    """A form that adds, changes, withdraws or takes back an agreement or an organisation."""

    def __init__(
        self,
        site: Site,
        find_viewer: Callable[[], Viewer],
        kind: SettingKind,
        render_plain: Callable[[PageView], str],
        code: str,
    ) -> None:
        viewer = find_viewer()
        self._site, self._render_plain = site, render_plain
        self._request = PageRequest(AGREEMENTS, None, viewer, site.reports)
        show = build_show_form(site.frame, self._request, render_plain)
        super().__init__(site.reports, viewer, kind, code, show)

    def save(self) -> Answer:
        """Save what was entered once it was seen who sees what; or show the form to go on."""
        if flask.request.form.get(_EDIT):
            return self.show_form(self.read_rows(), []), 200
        return super().save()

    def confirm(self, planned: PlannedChange, note: ChangeNote) -> Answer | None:
        """Return the page that says who sees what, unless exactly this was seen there."""
        self.book.check(planned, note, self.now)
        periods = self._describe(planned, note)
        digest = _make_digest(planned, note, periods)
        seen = flask.request.form.get(_SEEN, "")
        if seen == digest:
            return None
        messages: list[Message] = []
        if seen:
            again = "Something was changed meanwhile. Nothing is saved yet: read this once more."
            messages.append((MessageKind.WRONG, again))
        return self._show_preview(planned, note, periods, digest, messages), 200

    def _describe(self, planned: PlannedChange, note: ChangeNote) -> list[PreviewPeriod]:
        reports = self.reports
        agreements = self._site.find_agreements()
        words = PreviewWords(reports.catalogue, reports.places, agreements, self._count_users())
        return words.describe(preview_agreement(reports, self.viewer, planned, note.effective))

    def _count_users(self) -> Mapping[str, int] | None:
        """Return how many people each organisation has, or None where nobody signs in."""
        if self._site.directory is None:
            return None
        users = self._site.directory.list_users()
        return Counter(each.details.organisation for each in users if not each.disabled_at)

    def _show_preview(
        self,
        planned: PlannedChange,
        note: ChangeNote,
        periods: list[PreviewPeriod],
        digest: str,
        messages: list[Message],
    ) -> str:
        entry, reports = planned.entry, self.reports
        value = planned.state.value or entry.newest_value or entry.in_file
        name = setting_text.name_setting(self.kind, entry.subject, value, reports.catalogue)
        view = self._site.frame.render_page(
            "agreement_preview.html",
            self._request,
            title=f"{name}: who sees what",
            shown=None,
            messages=messages,
            name=name,
            what=setting_text.describe_planned(planned.state),
            change=setting_text.describe_difference(entry.newest_value, planned.value),
            periods=periods,
            effective=note.effective,
            reason=note.reason,
            action=flask.request.path,
            can_edit=flask.request.path == self.path,
            sent=_list_sent(),
            digest=digest,
            back=AGREEMENTS if self.subject == NEW else self.path,
            csrf_token=generate_csrf(),
        )
        return self._render_plain(view)


def _list_sent() -> list[tuple[str, str]]:
    """Return what the form sent, to be sent again with the answer."""
    own = (_SEEN, _EDIT, _TOKEN)
    form = flask.request.form
    return [(name, value) for name, value in form.items(multi=True) if name not in own]


def _make_digest(planned: PlannedChange, note: ChangeNote, periods: list[PreviewPeriod]) -> str:
    """Return what is different if anything else would be saved than what was seen."""
    said = [[each.heading, *(line.text for line in each.lines)] for each in periods]
    parts = [planned.entry.subject, planned.state.action, planned.state.value]
    text = json.dumps([*parts, note.effective.isoformat(), said], sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:_DIGITS]
