"""Clauses by which one document ends, replaces, amends or suspends another. Pure: no Django, no database.

In comes a document's text, provision by provision (``records.Document``); out come proposals (``read.read``): what is
done to which document, from which day, with the sentence that says so and whether that is sure enough to be taken by a
rule. ``ended.plainly_ended`` asks the same of all held documents together.
"""
