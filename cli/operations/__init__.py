"""Commands of the operator: backups, and what keeps an installation well."""
