"""Question sets, corpora and hostile input for benchmarks and fuzzers; the product imports none of it."""
