"""From typed words to a plan. Pure: no database, no engine.

In come words as people type them, the asked scope and filters; ``query`` says what they ask for, ``query_plan`` what
every engine is to do. ``analysis`` is the one way in which text becomes tokens, here and when indexing.
"""
