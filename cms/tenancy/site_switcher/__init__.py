"""Choosing the school one works for, for people of several (see ``cms.tenancy.current_school``)."""
