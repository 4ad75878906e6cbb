"""Keeping the index: from content to entries of the database and of the engine.

In come names of what changed (``page:12``) through ``outbox``; ``sources`` read the truth of the moment, ``contract``
is the record that all engines share, ``store`` and ``indexing`` bring rows and engine in step, ``rebuilding`` does all.
"""
