"""Sources of the index: turn a source name (``page:12``) into its current entries, none for content that is not public.
``visibility`` checks again before a hit is shown."""
