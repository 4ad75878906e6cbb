"""read → validate → load: documents from files into the library."""
