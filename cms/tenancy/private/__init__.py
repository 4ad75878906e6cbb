"""What is private to a school: pages, files and pictures that not everybody may fetch.

In comes a request for a page, a file or a sized picture; out go its bytes or a 404 that tells nothing. "For those who
sign in" means people of that school. ``media`` keeps the school of each file equal to that of its collection.
"""
