"""Search inside the admin: pages of every state within what the person may see, and Wagtail's own searches."""
