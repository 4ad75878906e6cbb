"""From a draft to a round: ``articles`` takes the text apart (pure) · ``rounds`` opens, closes, publishes results."""
