"""Who takes part: by themselves, or named by their school; places, quota, waiting list.

In: a course and people. Out: enrolments, or ``messages.StepRefused``; who moves up is told.
"""
