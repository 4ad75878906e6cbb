"""The roster: its published list, the workbook, warnings before terms end. In: entries. Out: lists and notices."""
