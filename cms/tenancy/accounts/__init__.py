"""Signing in: password, second factor, lock-out, limits of a session.

django-allauth does the flows; here are the house's rules (who needs a second factor, what a session may last),
its adapters, screens and passwords. ``middleware.SessionMiddleware`` is the one place that lets a session through.
"""
