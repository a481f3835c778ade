"""What every form that changes a setting sends, and how it is answered."""

from __future__ import annotations

from datetime import date

from werkzeug.wrappers import Response
from wtforms.validators import Length

from indicators.domain.errors import UserError, list_faults
from indicators.reports.settings.planned_change import ChangeNote
from layouts.site.flash_messages import Message, MessageKind, answer_form
from layouts.site.form_fields import LineField, SignedForm

Answer = Response | tuple[str, int]
TOML = "application/toml"


class ChangeForm(SignedForm):
    """Who changes a setting, why, from when, and over which version."""

    reason = LineField(longest=600)
    effective = LineField(longest=10, validators=[Length(max=10)])
    version = LineField(longest=9)

    def read_note(self) -> ChangeNote:
        """Return what the form says of the change. Raises UserError without a day."""
        try:
            effective = date.fromisoformat(self.effective.data)
        except ValueError:
            raise UserError(
                "It is not said from which day the change counts.", remedy="Choose a day."
            ) from None
        return self.read_note_from(effective)

    def read_note_from(self, effective: date) -> ChangeNote:
        """Return what the form says of a change that counts from a day on."""
        sent = self.version.data
        version = int(sent) if sent.isdecimal() else 0
        return ChangeNote(self.who.data, self.reason.data, effective, version)


def list_wrong(error: UserError) -> list[Message]:
    """Return a message for each fault."""
    return [(MessageKind.WRONG, str(fault)) for fault in list_faults(error)]


def lead_back(path: str, error: UserError) -> Response:
    """Lead to the page of a form that could not be used, which then says why."""
    return answer_form(path, list_wrong(error))
