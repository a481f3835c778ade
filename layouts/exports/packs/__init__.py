"""The commissioner's pack: matrix, a page or sheet with a chart for each indicator, method."""
