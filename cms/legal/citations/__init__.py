"""Citations of legal documents in text: find → resolve → annotate.

``find`` is pure and uses no database; ``resolve`` looks up which document of the library a citation means.
"""
