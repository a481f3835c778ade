"""What the pages that take a workbook share."""
