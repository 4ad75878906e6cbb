"""The product but for search: one room for each floor (``docs/architecture.md`` draws them, from ``core`` up)."""
