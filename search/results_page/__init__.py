"""The search page of every site: from the URL parameters to results ready to render.

``service`` runs every search; ``hydrate`` makes the last visibility check (only live and public content), ``highlight``
marks matches, ``facets`` narrows results, ``suggest`` completes and corrects, ``unanswered`` counts failed queries.
"""
