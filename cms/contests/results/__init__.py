"""Results: the score of an attempt, the order of all, sums by class, school and commune, what a jury should look at.

In: answers and frozen pools. Out: numbers on attempts, and lists. ``scoring`` can be run again over a whole round: what
is cancelled or judged later changes every attempt that had it.
"""
