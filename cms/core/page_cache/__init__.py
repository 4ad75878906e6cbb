"""Answers for visitors without a session, kept until a counter that they depend on moves.

In come a request's environ and, for what is not kept yet, the answer of a view or page that said it may be kept
(``kept``); out goes the kept answer, or a 304. What nobody declared, and whatever raises a doubt, is never kept.
Floors above say on which counters pages rest and when the clock alone changes them (``dependencies``). See
docs/speed.md.
"""
