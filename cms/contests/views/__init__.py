"""Screens of contests: ``bank``, ``contests`` and ``jury`` in the admin, ``public`` lists and results, ``attempt`` the
sheet of who takes part."""
