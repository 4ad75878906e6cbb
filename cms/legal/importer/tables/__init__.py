"""Tables as offices keep them (CSV, XLSX): files of strangers come in, rows under the names that ``importer.rows``
reads go out, within limits of memory; and the template that shows how to fill one in."""
