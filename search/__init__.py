"""One search over every site: finds pages, documents, files, contests and courses.

``index`` synchronizes entries with content, ``query_planning`` parses queries and plans the search (pure), ``backends``
are the engines, ``reranking`` sorts their best hits, ``results_page`` shows the results; ``admin`` has the search of
the admin and the office's synonym rows.
"""
