"""What search learns from the codification, and what was tried with it: not part of the product, which reads the files
that come out of here.

``python -m benchmarks.search.compounds`` writes ``search/data/compounds.txt``; ``python -m benchmarks.search.vectors``
measures whether vectors find what words do not.
"""
