"""Re-ranking: sorts the best hits of an engine by the score of a trained model.

``features`` computes the features, ``model`` holds their weights (``benchmarks`` trains them), ``source_weights``
weights kinds of sources, ``reranker`` applies them.
"""
