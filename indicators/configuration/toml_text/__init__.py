"""The text of a TOML file, before and after it is parsed."""
