"""Parts of the settings that are made from the environment; ``refusals`` says with what no shape in service starts."""
