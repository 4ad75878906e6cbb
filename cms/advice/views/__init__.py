"""Screens. In public: ``ask``, ``follow``, ``useful``, ``experts``; in the admin: ``queue``, ``item`` (for those who
handle), ``tasks`` (for those who answer), ``reviews``, ``profiles``, ``rules``. ``acting`` is what item and task share.
"""
