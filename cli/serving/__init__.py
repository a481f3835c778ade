"""The web server: gunicorn's processes, each with a waitress."""
