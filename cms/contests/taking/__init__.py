"""Taking part: who enters, which questions, each answer kept, the end.

In: a contest that is open, what a contestant sends. Out: attempts and answers, of which an acknowledged one lies in
the database. ``draw`` is pure: seed and frozen pool give the same questions in the same order, for ever and in any
language. ``answers`` is the path that 2,000 people walk at once: one statement for each answer, no session, no page.
"""
