"""From a page to a post: ``post_text`` fits texts to a channel (pure) · ``post_sources`` reads what is posted."""
