"""Certificates are issued, revoked, printed many at a time, and forgotten after their term.

In: a template and people (``issue.Recipient``). Out: rows, PDF (``sheets``), files that the worker makes (``files``).
"""
