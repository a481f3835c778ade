"""What is wrong in a form, by the names that its fields have on the page."""

from __future__ import annotations

from collections.abc import Mapping

from indicators.configuration.recorded_settings import TABLE_KEYS
from indicators.domain.errors import UserError, list_faults
from indicators.domain.settings.setting_change import SettingKind
from layouts.site.flash_messages import Message, MessageKind
from layouts.text.settings import setting_text


def list_field_faults(
    error: UserError, kind: SettingKind, labels: Mapping[str, str]
) -> list[Message]:
    """Return a message for each fault, which names the field in place of a file and its key.

    `labels` are those of the fields, by their keys.
    """
    return [
        (MessageKind.WRONG, str(_name_field(fault, kind, labels))) for fault in list_faults(error)
    ]


def _name_field(fault: UserError, kind: SettingKind, labels: Mapping[str, str]) -> UserError:
    key = fault.where.partition(", key ")[2]
    named = _find_label(key.split("."), kind, labels)
    return UserError(fault.what, where=named, remedy=fault.remedy) if named else fault


def _find_label(parts: list[str], kind: SettingKind, labels: Mapping[str, str]) -> str:
    """Return the label of the field of a key such as “target.1.from”, or "" if there is none."""
    first, *rest = parts
    row_name = setting_text.ROW_NAMES.get(kind)
    if row_name is None or first != TABLE_KEYS[kind]:
        return labels.get(first, "")
    if not rest:
        return setting_text.KIND_NAMES[kind]
    row = f"{row_name.capitalize()} {rest[0]}"
    return ", ".join(filter(None, (row, labels.get(rest[1], "") if len(rest) > 1 else "")))
