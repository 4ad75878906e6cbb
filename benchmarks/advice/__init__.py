"""``make bench-advice``: questions over real HTTP, the queue with many questions, offers while somebody types."""
