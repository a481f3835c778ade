"""What was escalated to the heads of service, as people see and answer it."""
