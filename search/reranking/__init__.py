"""The first hits in a better order: what the engines found comes in, the same in the order of a trained model goes out.

``features`` says what is looked at, ``model`` holds the weights (``benchmarks`` trains them), ``source_weights`` what
single figures are worth, ``reranker`` does it.
"""
