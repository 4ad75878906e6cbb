"""Cache: Redis when ``REDIS_URL`` is set, else in process. ``counters`` is the strict one (``cms.core.cache``)."""


def caches(redis_url: str) -> dict:
    if redis_url:
        return {
            "default": {"BACKEND": "cms.core.cache.FallbackRedisCache", "LOCATION": redis_url},
            "counters": {"BACKEND": "cms.core.cache.StrictRedisCache", "LOCATION": redis_url},
        }
    own = {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "phapluat"}
    return {"default": own, "counters": {**own}}
