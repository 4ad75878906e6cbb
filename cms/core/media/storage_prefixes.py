"""Where sized pictures lie in the media, and who may keep a copy; originals and documents lie elsewhere and are
private."""

#: Wagtail keeps renditions here, open to everybody: by nginx and the bucket's policy, or by ``cms.home.media``.
PUBLIC_PREFIX = "images/"
#: Renditions of pictures that are not for everybody; served by a view that asks who may see them.
PRIVATE_PREFIX = "private_images/"
#: Of public sized pictures: in the browser that asked, for an hour, and nowhere between it and us. A picture that is
#: withdrawn is gone for everybody else at once. The same stands in ``docker/nginx/site.conf.template``.
PICTURE_CACHE = "private, max-age=3600"
