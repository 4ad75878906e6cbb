"""Path prefixes of sized pictures in the media, and who may cache them; originals and documents have other paths and
are private."""

#: Public renditions; everybody may read them: from nginx and by the bucket's policy, or from ``cms.home.media``.
PUBLIC_PREFIX = "images/"
#: Renditions of private pictures, served by a view that checks access.
PRIVATE_PREFIX = "private_images/"
#: ``Cache-Control`` of public sized pictures: the browser caches them for an hour, proxies do not. A withdrawn picture
#: is gone for everybody else at once. ``docker/nginx/site.conf.template`` has the same value.
PICTURE_CACHE = "private, max-age=3600"
