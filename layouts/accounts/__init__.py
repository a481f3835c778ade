"""Sign-in, the user's own account, and the administration of users: pages without scripts."""
