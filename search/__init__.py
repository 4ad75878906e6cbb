"""One search over every site: what is typed comes in, hits of pages, documents, files, contests and courses
go out.

``index`` keeps entries in step with content, ``query_planning`` reads what was typed (pure), ``backends`` are the
engines, ``reranking`` orders the first of what they find, ``results_page`` shows it; ``admin`` is the search of the
admin and the office's own words.
"""
