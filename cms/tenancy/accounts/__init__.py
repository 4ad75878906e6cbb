"""Sign-in: password, second factor, lockout, session limits.

django-allauth implements the flows. This package has our rules (who needs a second factor, how long a session lasts),
its adapters, screens and passwords. Only ``middleware.SessionMiddleware`` accepts a session.
"""
