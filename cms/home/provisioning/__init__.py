"""What a new school (and the office) gets, and how drift from it is found and mended.

``spec`` and ``names`` say what is wanted (pure); ``create`` and ``office`` make it, with ``tree`` and
``publishing_records`` as the set-based writers; ``school_sheet`` and ``importing`` read files; ``drift`` looks after it
all.
"""
