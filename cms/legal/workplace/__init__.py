"""Screens of the library's daily work in the admin: review tasks, possible duplicates, many documents at once."""
