"""The page of the operational working group, with its workbook and PDF."""
