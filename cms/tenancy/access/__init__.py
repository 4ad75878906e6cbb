"""The wall in front of the admin: a school sees and touches nothing of another school.

Every address of the admin is declared: whose it is, and what each of its arguments names (``url_rules``). What is
not declared does not exist for school roles. ``decision`` is the pure core; ``middleware`` asks it before any view
runs; ``system_checks`` fails when an address or a model has no declared scope, so that an upgrade opens no door.
"""
