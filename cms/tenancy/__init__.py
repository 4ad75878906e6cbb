"""Tenants, people and access: authorities, schools, people's places, and the isolation between schools.

For a person, a host or an object this package finds the site that is served (``sites``), the school that it belongs to
(``scope``), and what the person may do there (``roles``, ``rights``), or denies access (``access``, ``row_access``).
"""
