"""The people of a school, managed by its own administrators: invite, suspend, reset, set roles, remove.

A membership is all they ever see or touch of a person: the account (address, name, other schools) is the person's
own, and the office's.
"""
