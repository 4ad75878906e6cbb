"""The report of a period: figures → a Word document or a workbook."""
