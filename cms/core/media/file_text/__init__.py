"""Extracts the text of uploaded files (DOCX, PDF, HTML) in a separate process; stores it once per file content.

``extract`` reads one file; ``store`` saves and finds the texts. Files are untrusted: ``limits`` defines the limits of
size, pages, memory and time.
"""
