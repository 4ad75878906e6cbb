"""Text of uploaded files (DOCX, PDF, HTML), read in a process of its own, kept once per content of a file.

``extract`` reads one file; ``store`` keeps and finds what was read. A file is a stranger's: limits of size, pages,
memory and time stand in ``limits``.
"""
