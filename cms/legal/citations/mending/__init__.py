"""Finds and replaces citations of law that is not in force today, in the editor and the admin.

Input is a page in the editor's form, a way to publish it, or a changed status. ``check`` lists the stale citations,
``swap`` replaces one document by another, ``editing`` and ``publishing`` add the panel and the check before publishing,
``notices`` mails schools and ``views`` are the admin's lists.
"""
