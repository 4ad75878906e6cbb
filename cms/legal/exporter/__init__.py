"""The library's documents as rows of files and as XML; the importer reads what is written here."""
