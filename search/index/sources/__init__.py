"""What of the content is found: a name (``page:12``) comes in, entries as of this moment go out, none for what nobody
may see. ``visibility`` asks once more before a hit is shown."""
