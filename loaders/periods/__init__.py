"""Read periods as people write them: in cells, headings, titles and names."""
