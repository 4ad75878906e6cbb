"""What measures, attacks and trains: beside the product, which imports none of it and whose image does not hold it.

Commands (``manage.py bench_…``, ``fuzz_search``, ``train_reranker``) run in databases of their own (``scratch``)
with as many schools as asked (``schools``); ``pages``, ``advice`` and ``search`` are run as
modules. ``make help`` lists them.
"""
