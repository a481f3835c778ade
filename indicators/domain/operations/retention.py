"""How long what is kept about people and files is kept, with the reason."""

from __future__ import annotations

from datetime import timedelta

from pydantic import Field

from indicators.domain.file_models import FileModel


class RetentionRule(FileModel):
    """How many days something is kept, and why so long."""

    days: int = Field(ge=1, le=36_500, description="For how many days it is kept")
    reason: str = Field(min_length=1, description="Why it is kept for so long")

    @property
    def age(self) -> timedelta:
        return timedelta(days=self.days)


class Retention(FileModel):
    """What `retention.toml` says. What it leaves out has the default that is given here."""

    originals: RetentionRule = Field(
        default=RetentionRule(
            days=1826,
            reason="Figures of five years are on the charts, and can be checked against the file.",
        ),
        description="The files that were loaded, as they were sent. Their figures stay",
    )
    sessions: RetentionRule = Field(
        default=RetentionRule(days=90, reason="A misuse that is noticed late can be followed up."),
        description="Sessions that are over: browser, part of the address, and when",
    )
    leavers: RetentionRule = Field(
        default=RetentionRule(
            days=365, reason="A year of meetings and actions can be asked about by name."
        ),
        description="Names of users, from the day on which they were disabled",
    )
    strangers: RetentionRule = Field(
        default=RetentionRule(days=30, reason="An administrator has time to add them as users."),
        description="Names of people who signed in with a provider and are no users",
    )
    drafts: RetentionRule = Field(
        default=RetentionRule(
            days=35, reason="The next monthly meeting can look at pages with it."
        ),
        description="Drafts of arrangements, from the day on which they were loaded",
    )
    job_runs: RetentionRule = Field(
        default=RetentionRule(days=400, reason="A year can be compared with the year before."),
        description="Runs of jobs. The last of each kind stays",
    )
    backups: RetentionRule = Field(
        default=RetentionRule(days=35, reason="A fault can be found at the next monthly meeting."),
        description="Backups in BACKUP_FOLDER. The newest stays",
    )
