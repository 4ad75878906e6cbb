"""Private content of a school: pages, files and images that not everybody may fetch.

A request for a page, a file or a rendition gets its bytes, or a 404 that reveals nothing. "For those who sign in" means
people of that school. ``media`` keeps the school of each file equal to that of its collection.
"""
