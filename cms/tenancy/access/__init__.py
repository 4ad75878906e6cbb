"""Access control for the admin: a school sees and changes nothing that belongs to another school.

``url_rules`` declares every admin URL: its owner, and what each of its arguments names. School roles get a 404 for an
undeclared URL. ``decision`` is the pure core. ``middleware`` calls it before any view runs. ``system_checks`` fails
when a URL or a model has no declared scope, so that an upgrade exposes nothing.
"""
