"""What an editor writes is not lost, and what the screen says has happened has happened.

Changes of one row follow one another (``middleware``, ``held_rows``); a form sent twice makes one thing (``sent``);
a form that was opened before somebody else saved is shown again instead of overwriting (``held``); a publication that
did not end live is taken back and said to have failed (``publications``). In the browser ``static/js/editing``
keeps the text.
"""
