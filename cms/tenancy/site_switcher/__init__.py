"""Lets people with several schools choose the one they work for (see ``cms.tenancy.current_school``)."""
