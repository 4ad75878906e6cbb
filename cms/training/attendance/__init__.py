"""Who was there: ticked on a list, or by a code that the screen on site (or the film of the meeting) shows and that
changes every five minutes.

In: sessions, enrolments, codes. Out: attendances.
"""
