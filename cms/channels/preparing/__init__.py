"""From a page to a post: ``words`` fits texts to a channel (pure) · ``sources`` reads what is posted."""
