"""From a draft to a round: ``draft_articles`` takes the text apart (pure) · ``transitions`` opens, closes, publishes
results."""
