"""The workbook of a record: downloaded, filled in without the dashboard, and uploaded again."""
