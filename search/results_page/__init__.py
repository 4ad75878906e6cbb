"""The search page of every site: from an address to results ready to print.

``service`` is the one question that the product asks of its index; ``hydrate`` is the last gate (only what is live and
public), ``highlight`` marks, ``facets`` narrow, ``suggest`` offers, ``unanswered`` counts what was not found.
"""
