"""The screens of this app: the office's, a school's, and those that visitors see.

A request comes in, whose person the guard has let through; a step of ``broadcasts``, ``submissions``, ``aggregation``,
``link_reports`` or a job is carried out, and a list or one thing of it (``detail_views``) goes out. Rules stand there,
not here.
"""
