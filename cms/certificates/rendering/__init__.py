"""A certificate as it is printed: from a ``CertificateSheet`` to PDF. No Django; the same sheets give the same bytes.

In: texts, pictures as bytes, the address of the page that verifies. Out: PDF, one page each, A4 on its side.
"""
