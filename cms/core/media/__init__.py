"""Pictures and files: in through one door, out only as far as they may be seen.

In come uploads of any way (``media_files``): the kind is checked (``file_kinds``), pictures are bared of place and
person (``image_metadata``), names are short. ``storage`` puts them in a folder or a bucket; ``file_text`` reads what
they say; ``page_files`` knows which page shows which file. ``picture_sizes`` says where pictures stand on pages and how
large, ``sized_pictures`` makes those sizes.
"""
