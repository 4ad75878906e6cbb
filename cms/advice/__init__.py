"""People ask and are answered: a question comes in by the public form of a site and goes out as an answered question
of the section, or as a private reply to who asked.

``intake`` the form and what follows a question in public · ``workflow`` queue, steps, clock, erasure · ``answering``
drafts, law cited, publication, review · ``views`` the screens of both sides.
"""
