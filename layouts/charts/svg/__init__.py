"""Draws the dictionary of a chart as SVG on the server, so that it is seen with the page."""
