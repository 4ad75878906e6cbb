"""Cache: Redis when ``REDIS_URL`` is set, else in process."""


def caches(redis_url: str) -> dict:
    if redis_url:
        return {"default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": redis_url}}
    return {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "phapluat"}}
