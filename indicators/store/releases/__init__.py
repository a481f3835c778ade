"""The ledger of releases: tables and queries."""
