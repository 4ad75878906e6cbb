"""Clauses by which one document ends, replaces, amends or suspends another: read, kept, decided.

Reading is pure, without Django and database: in comes a document's text, provision by provision (``records.Document``);
out come proposals (``read.read``): what is done to which document, from which day, with the sentence that says so and
whether that is sure enough to be taken by a rule. ``ended.plainly_ended`` asks the same of all held documents together.

Around it stands the library: ``held`` gives documents and finds targets, ``store`` keeps proposals as rows, ``follow``
brings them in step with the library, ``decide`` makes relations of them or takes these back, ``rule`` does so by
itself, ``reviews`` asks people, ``listeners`` sets all of it going, ``open_ends`` tells others what waits.
"""
