"""Where sized pictures lie in the media; originals and documents lie elsewhere and stay private."""

#: Wagtail keeps renditions here, open to everybody: by nginx and the bucket's policy, or by ``cms.home.media``.
PUBLIC_PREFIX = "images/"
#: Renditions of pictures in private collections; served by a view that asks who may see them.
PRIVATE_PREFIX = "private_images/"
