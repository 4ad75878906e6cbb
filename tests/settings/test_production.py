"""The production settings, imported in a process of their own with an environment of their own."""

import os
import subprocess
import sys

import pytest
from django.conf import settings

SOUND = {
    "SECRET_KEY": "k3y-of-this-test-only-0123456789-abcdefghijklmnopqrstuvwxyz",
    "ALLOWED_HOSTS": ".truong.example",
    "SECOND_FACTOR_KEYS": "another-k3y-of-this-test-only-0123456789",
    "CONTACT_KEYS": "a-third-k3y-of-this-test-only-0123456789",
    "DATABASE_URL": "postgres://app:secret@127.0.0.1:1/app",
    "REDIS_URL": "redis://127.0.0.1:1/0",
}
SHOWN = ["SECURE_SSL_REDIRECT", "SESSION_COOKIE_SECURE", "CSRF_COOKIE_SECURE", "SECURE_PROXY_SSL_HEADER", "DEBUG"]
PROGRAM = f"""
import django, json
from django.conf import settings
django.setup()
print(json.dumps({{name: getattr(settings, name, None) for name in {SHOWN!r}}}))
"""


def load(tmp_path, **environ):
    inherited = {name: os.environ[name] for name in ("PATH", "LANG", "VIRTUAL_ENV") if name in os.environ}
    return subprocess.run(
        [sys.executable, "-c", PROGRAM],
        env={
            **inherited,
            "PYTHONUTF8": "1",
            "DJANGO_SETTINGS_MODULE": "cms.settings.production",
            "VAR_DIR": str(tmp_path),
            **environ,
        },
        cwd=settings.BASE_DIR,
        capture_output=True,
        text=True,
        timeout=120,
    )


def test_one_message_names_all_that_is_missing(tmp_path):
    done = load(tmp_path)
    assert done.returncode != 0
    message = done.stderr.split("ImproperlyConfigured:")[-1]
    for name in SOUND:
        assert name in message


def test_one_message_names_all_that_is_unsafe(tmp_path):
    done = load(
        tmp_path,
        SECRET_KEY="short",
        ALLOWED_HOSTS="*",
        DATABASE_URL="sqlite:///db.sqlite3",
        DEBUG="1",
        S3_BUCKET="media",
        SITE_PORT="eighty",
        TRUSTED_PROXIES="perhaps",
    )
    assert done.returncode != 0
    message = done.stderr.split("ImproperlyConfigured:")[-1]
    for name in SOUND | dict.fromkeys(("DEBUG", "S3_ACCESS_KEY", "SITE_PORT", "TRUSTED_PROXIES"), ""):
        assert name in message
    assert "Traceback" not in message


@pytest.mark.parametrize(
    "change",
    [
        {"SECRET_KEY": "x" * 60},
        {"SECRET_KEY": "change-me-to-50-or-more-random-characters-0123456789"},
        {"SECRET_KEY": "development-only-0123456789-abcdefghijklmnopqrstuvwxyz"},
        {"ALLOWED_HOSTS": ".truong.example,*"},
        {"DATABASE_URL": "mysql://app@127.0.0.1/app"},
        {"REDIS_URL": ""},  # each process would count failed sign-ins for itself
        {"REDIS_URL": "127.0.0.1:6379"},
        {"DEBUG": "yes"},
        {"S3_BUCKET": "media", "S3_ACCESS_KEY": "half"},
        {"HTTPS_ONLY": "maybe"},
    ],
    ids=lambda change: "-".join(change),
)
def test_each_unsafe_value_alone_is_enough(tmp_path, change):
    done = load(tmp_path, **SOUND | change)
    assert done.returncode != 0
    assert "ImproperlyConfigured" in done.stderr
    assert next(iter(change)) in done.stderr.split("ImproperlyConfigured:")[-1]


def test_a_sound_environment_starts_with_secure_cookies(tmp_path):
    done = load(tmp_path, **SOUND)
    assert done.returncode == 0, done.stderr
    assert '"SECURE_SSL_REDIRECT": true, "SESSION_COOKIE_SECURE": true, "CSRF_COOKIE_SECURE": true' in done.stdout
    assert '"SECURE_PROXY_SSL_HEADER": null, "DEBUG": false' in done.stdout


def test_the_proxy_is_trusted_only_when_told(tmp_path):
    done = load(tmp_path, **SOUND, TRUSTED_PROXIES="127.0.0.1")
    assert "HTTP_X_FORWARDED_PROTO" in done.stdout


def test_the_second_factor_is_required_with_keys_of_its_own(tmp_path):
    done = load(tmp_path, **{**SOUND, "SECOND_FACTOR": "optional", "SECOND_FACTOR_KEYS": "change-me-" + "x" * 40})
    message = done.stderr.split("ImproperlyConfigured:")[-1]
    assert done.returncode != 0
    assert "SECOND_FACTOR must be" in message
    assert "SECOND_FACTOR_KEYS: each key" in message
    without = {name: value for name, value in SOUND.items() if name != "SECOND_FACTOR_KEYS"}
    assert "SECOND_FACTOR_KEYS is missing" in load(tmp_path, **without).stderr
    for limit in ("SESSION_HOURS", "SESSION_IDLE_MINUTES"):
        assert f"{limit} must be at least 1" in load(tmp_path, **SOUND, **{limit: "0"}).stderr
