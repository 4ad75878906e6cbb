"""The portal gathers what schools publish: ``depth`` marks in-depth items, ``items`` lists and filters."""
