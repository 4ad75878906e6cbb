"""Whose everything is: authorities, schools, people's places, and the walls between them.

A person, a host or an object comes in. Out goes the site that is served (``sites``), the school that it belongs to
(``scope``), what the person may do there (``roles``, ``rights``), or a refusal (``access``, ``row_access``).
"""
