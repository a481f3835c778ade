"""Staff surveys before and after: anonymous scores, and why a row of a workbook is refused."""
