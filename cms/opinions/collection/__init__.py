"""Opinions come in and are answered. ``opinion_intake`` one form, one opinion · ``opinion_table`` all of a round,
doubles together, responses · ``word_export`` the table as offices use it.
"""
