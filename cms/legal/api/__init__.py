"""``/api/v1/``: the library as JSON, for portals that mirror it. See docs/library-api.md."""
