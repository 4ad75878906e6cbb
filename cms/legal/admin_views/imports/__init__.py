"""Screens by which the office imports documents.

Files and what people say of them come in (``import_forms``); they go to ``cms.legal.importer``. Out go the trial's
counts, progress and result (``import_views``), and single documents that wait for a person (``proposal_views``,
``proposal_uncertainties``).
"""
