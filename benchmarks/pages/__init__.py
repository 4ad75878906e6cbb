"""What public pages cost: kept, made anew and for people with a session, beside two hellos on the same machine.

``python -m benchmarks.pages`` fills a database of its own (``content``), starts the servers on it (``servers``), asks
them in turns (``load``) and prints a table of ratios. Times of one run are compared with those of the same run alone.
"""
