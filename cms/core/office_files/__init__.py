"""Office files: spreadsheet cells that run no formula, and the page layout and tables of Word files."""
