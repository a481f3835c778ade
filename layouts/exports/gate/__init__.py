"""What files with figures pass on their way out: the audit log, and why they are needed."""
