"""Indexing: turns content into entries of the database index and of the engine.

``outbox`` receives the names of changed sources (``page:12``); ``sources`` read their current content, ``contract`` is
the record that all engines share, ``store`` and ``indexing`` synchronize rows and engine, ``rebuilding`` guards full
rebuilds.
"""
