"""Who governs which school, and how that changes.

An authority and a day come in; the schools that it governs then go out (``jurisdiction``). A reform comes in as what
the decision says (``reform``): authorities are renamed, split, merged, schools change hands; nothing old is
overwritten.
"""
