"""Opinions come in and are answered. ``take`` one form, one opinion · ``table`` all of a round, doubles together,
responses · ``word`` the table as offices use it.
"""
