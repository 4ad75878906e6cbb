"""Limits for reading one file: bytes, characters, pages, seconds. Pure."""

MAX_BYTES = 30 * 1024 * 1024
MAX_PAGES = 300
MAX_LENGTH = 200_000  # characters that are stored for search
#: Decompressed bytes of one part of a DOCX; a bomb of zeroes is far larger.
MAX_PART = 60 * 1024 * 1024
SECONDS = 20
#: A document of the library is read to its end: the longest codes have half a million characters.
WHOLE_LENGTH = 2_000_000
WHOLE_SECONDS = 90
MEMORY = 800 * 1024 * 1024  # address space of the reading process
#: Fewer letters per page, on average, are not a text but the stamps and page numbers of a scan.
LETTERS_A_PAGE = 15
#: The share of a PDF's time for reading words with their positions.
COORDINATES = 0.6
#: LibreOffice, which reads Word's old format: time, address space, and the maximum size of a file that it writes.
OFFICE_SECONDS = 40
OFFICE_MEMORY = 2 * 1024 * 1024 * 1024
OFFICE_FILE = 200 * 1024 * 1024
