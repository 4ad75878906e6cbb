"""Settings with which no shape in service starts. Each function returns what is wrong, one line for each."""

from ipaddress import ip_network

from cms.settings.env import Env


def weak(key: str, least: int) -> bool:
    return len(key) < least or len(set(key)) < 5 or key.startswith(("development-only", "test-", "change-me"))


def common(env: Env) -> list[str]:
    found = []
    if "*" in env("ALLOWED_HOSTS"):
        found.append("ALLOWED_HOSTS must name the hosts; “*” is not allowed")
    if env("DEBUG"):
        found.append("DEBUG must be off")
    if env("S3_BUCKET") and not (env("S3_ACCESS_KEY") and env("S3_SECRET_KEY")):
        found.append("S3_BUCKET is set, so S3_ACCESS_KEY and S3_SECRET_KEY are needed")
    if env("SECOND_FACTOR") != "required":
        found.append("SECOND_FACTOR must be “required”")
    for name in ("SESSION_HOURS", "SESSION_IDLE_MINUTES"):
        if env(name) < 1:
            found.append(f"{name} must be at least 1")
    for network in env("TRUSTED_PROXIES"):
        try:
            ip_network(network, strict=False)
        except ValueError:
            found.append(f"TRUSTED_PROXIES: “{network}” is no network, such as 10.0.0.0/8")
    for name in ("DATABASE_CONN_MAX_AGE", "SITE_PORT", "HTTPS_ONLY"):
        env(name)
    return found


def keys(env: Env) -> list[str]:
    """Of the keys that the environment gives."""
    found = []
    if not env("SECRET_KEY"):
        found.append("SECRET_KEY is missing")
    elif weak(env("SECRET_KEY"), 50):
        found.append("SECRET_KEY is too short or too simple (at least 50 random characters)")
    for name in ("SECOND_FACTOR_KEYS", "CONTACT_KEYS"):
        if not env(name):
            found.append(f"{name} is missing")
        elif any(weak(key, 32) for key in env(name)):
            found.append(f"{name}: each key needs at least 32 random characters")
    return found


def message(shape: str, found: list[str]) -> str:
    return f"{shape} settings refuse to start:\n  - " + "\n  - ".join(dict.fromkeys(found))
