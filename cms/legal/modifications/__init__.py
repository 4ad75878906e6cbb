"""Modification clauses by which one document ends, replaces, amends or suspends another: parsed, stored, decided.

Parsing is pure, without Django and database. Input is a document's text, provision by provision (``records.Document``);
output are proposals (``parser.read_modifications``): what is done to which document, from which day, with the sentence
that states it and whether a rule may accept it. ``ended.find_plainly_ended`` does this for all documents of the library
together.

The other modules connect it to the library: ``target_lookup`` loads documents and finds targets, ``store`` stores
proposals as rows, ``reconciliation`` updates them when the library changes, ``review`` accepts them as relations or
revokes these, ``auto_accept`` does so without a person, ``review_tasks`` asks people, ``signal_handlers`` triggers all
of it, ``find_open_ends`` reports undecided clauses to other modules.
"""
