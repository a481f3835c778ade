"""The web application: app factory and security headers."""
