"""The audit log's events: who did or saw what, when, why and from where."""
