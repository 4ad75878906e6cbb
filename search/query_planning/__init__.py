"""Query parsing and planning: turns typed text into a search plan. Pure: no database, no engine.

The input is the typed text, the scope and the filters. ``query`` parses the text, ``query_plan`` builds the plan that
every engine carries out. ``analysis`` is the only tokenizer, for queries and for indexing.
"""
