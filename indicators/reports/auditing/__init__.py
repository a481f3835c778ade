"""What the audit log needs to know of figures, and what it is asked."""
