"""Settings by shape: ``dev``, ``test``, ``small`` (one machine), ``production``; all begin with ``base``.

The environment comes in through ``env`` alone; ``parts`` make what is more than a value of it.
"""
