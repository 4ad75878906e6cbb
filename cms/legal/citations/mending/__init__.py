"""Citations of law that does not hold today, where people meet them.

In come a page on the editor's form, a way to publish it, or a status that has changed. Out go the list of what does not
hold (``check``), one document in the place of another (``swap``), the panel and the word before publishing
(``editing``, ``publishing``), mail to schools (``notices``) and the admin's lists (``views``).
"""
