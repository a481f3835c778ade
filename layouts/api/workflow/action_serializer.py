"""Turn actions into rows of the read API."""

from __future__ import annotations

from indicators.actions.action_fields import ActionField
from indicators.reports.actions.board_models import BoardRow
from layouts.api.workflow.action_resource import ActionRow


def serialize_action(row: BoardRow) -> ActionRow:
    """Return an action with its result."""
    fields = {field: text or None for field, text in row.action.fields.items()}
    effect = row.effect
    return ActionRow.model_validate(
        {
            "number": row.action.id,
            "version": row.action.version,
            "team": row.action.team,
            "areas": list(row.action.areas),
            "indicator": fields[ActionField.INDICATOR],
            "what": row.action.what,
            "why": row.action.fields[ActionField.WHY],
            "owner": row.action.fields[ActionField.OWNER],
            "agency": row.action.fields[ActionField.AGENCY],
            "due": row.action.due,
            "overdue": row.overdue,
            "status": row.action.status,
            "measure": row.action.fields[ActionField.MEASURE],
            "started": fields[ActionField.STARTED],
            "expected_direction": fields[ActionField.EXPECTED_DIRECTION],
            "expected_size": fields[ActionField.EXPECTED_SIZE],
            "expected_unit": fields[ActionField.EXPECTED_UNIT],
            "expected_from": fields[ActionField.EXPECTED_FROM],
            "outcome": row.action.fields[ActionField.OUTCOME],
            "result": effect.score if effect else None,
            "result_reason": effect.reason if effect else None,
            "result_from": str(effect.could_show) if effect and effect.could_show else None,
            "changed_at": row.action.changed_at,
        }
    )
