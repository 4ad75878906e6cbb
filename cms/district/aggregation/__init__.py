"""The portal gathers what schools publish: ``depth_measurement`` marks in-depth items, ``listings`` lists and
filters."""
