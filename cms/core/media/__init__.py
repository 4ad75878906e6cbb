"""Pictures and files: one entry point for all uploads, and access only for those who may see them.

Every upload passes through ``media_files``: it checks the file type (``file_kinds``), strips metadata such as place and
person from pictures (``image_metadata``), and shortens names. ``storage`` puts files in a folder or a bucket;
``file_text`` extracts their text; ``page_files`` finds which page shows which file. ``picture_sizes`` defines where
pictures stand on pages and how large, ``sized_pictures`` makes those sizes.
"""
