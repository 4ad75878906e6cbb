"""Measurements with thousands of schools, each in a database of its own.

Numbers of schools come in; milliseconds for a new school (``bench``), and statements, time and size of the admin's
screens (``bench_admin``) go out. Commands named ``bench_…`` print them; nothing else imports this.
"""
