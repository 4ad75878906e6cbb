"""Citations of legal documents in text: find → resolve → annotate.

``find`` is pure and knows no database; ``resolve`` asks the library which document a citation means.
"""
