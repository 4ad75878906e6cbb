"""Search inside the admin: pages of every state that the user may see, and Wagtail's own searches."""
