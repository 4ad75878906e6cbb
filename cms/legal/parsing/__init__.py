"""Reading the words of the law. Pure: no Django, no database.

In come texts as they are printed: a number, a document, a sentence of a school's page. Out go numbers in their normal
form, divisions with anchors, and citations with the place where they stand. ``citation_finder`` is the door to
citations, ``texts.structure`` the one to divisions; what a citation means in this library says ``cms.legal.citations``.
"""
