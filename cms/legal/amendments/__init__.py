"""Amendment edges of the codification: which article was changed by which provision of which document, since when."""
