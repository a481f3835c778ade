"""The words of what people do with the figures: actions, releases, the audit log."""
