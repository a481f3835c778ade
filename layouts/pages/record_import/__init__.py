"""The page on which a workbook of a record is uploaded."""
