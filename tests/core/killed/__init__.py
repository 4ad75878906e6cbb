"""An app with one job that takes long the first time: a worker is killed in the middle of it."""
