"""Files for offices: cells of spreadsheets that run no formula, and the page of every Word file."""
