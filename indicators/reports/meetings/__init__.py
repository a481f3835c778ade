"""The meetings that a viewer may see, and their agendas."""
