"""The pages of escalations: the list of the heads of service, one escalation, and a new one."""
