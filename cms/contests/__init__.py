"""Contests of questions: a bank goes in, sheets are taken under a clock, results and their papers come out.

``bank`` the questions, ``exchange`` their files, ``kinds`` how each is answered and judged (pure), ``organising``
from the draft to the deletion, ``taking`` entering and answering, ``results`` scores, protests, publication; ``views``
shows it.
"""
