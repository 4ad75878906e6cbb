"""Clauses by which one document ends, replaces, amends or suspends another: read, kept, decided.

Reading is pure, without Django and database: in comes a document's text, provision by provision (``records.Document``);
out come proposals (``parser.read_modifications``): what is done to which document, from which day, with the sentence
that says so and whether that is sure enough to be taken by a rule. ``ended.find_plainly_ended`` asks the same of all
held documents together.

Around it stands the library: ``target_lookup`` gives documents and finds targets, ``store`` keeps proposals as rows,
``reconciliation`` brings them in step with the library, ``review`` makes relations of them or takes these back,
``auto_accept`` does so by itself, ``review_tasks`` asks people, ``signal_handlers`` sets all of it going,
``find_open_ends`` tells others what waits.
"""
