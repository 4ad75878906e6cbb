"""What becomes of it: lessons read, the test, who has completed a course, hours, feedback, people for certificates.

In: attendances, lessons done, attempts of the contest that is the test. Out: ``completed_at`` and ``hours`` on
enrolments, and lists.
"""
