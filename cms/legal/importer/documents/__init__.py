"""Single documents: DOCX, PDF and HTML come in, text in lines goes out, with what its head and signature say."""
