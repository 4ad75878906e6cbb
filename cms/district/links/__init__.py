"""Links both ways and outward: ``blocks`` asks every school's pages for the office's block, ``collect`` notes the
addresses that content names, ``check`` asks them politely through ``fetch``, ``report`` says what is broken where."""
