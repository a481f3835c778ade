"""The state of the installation, as people and programs ask for it."""
