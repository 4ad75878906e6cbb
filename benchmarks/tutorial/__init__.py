"""The site to compare with: schools as Wagtail's tutorial would make them, with the same content and nothing kept.

``python -m benchmarks.tutorial 300`` fills the database at ``DATABASE_URL``; ``benchmarks.tutorial.wsgi`` serves it. A
home with its last news, a list of news, an article, menus by ``in_menu``, one law as a snippet with its articles.
"""
