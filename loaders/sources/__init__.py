"""Collect extracts from folders, SFTP, HTTPS, object storage and databases."""
