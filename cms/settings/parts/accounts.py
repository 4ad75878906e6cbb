"""Signing in: django-allauth with our adapters, screens and limits (see ``cms.tenancy.accounts``)."""

_DJANGO = "django.contrib.auth.password_validation"
_OURS = "cms.tenancy.accounts"


def accounts(env) -> dict:
    return {
        "LOGIN_URL": "/admin/login/",
        "WAGTAIL_FRONTEND_LOGIN_URL": "/admin/login/",
        "AUTHENTICATION_BACKENDS": [
            "django.contrib.auth.backends.ModelBackend",
            "cms.tenancy.reading.ReadingBackend",
        ],
        "AUTH_PASSWORD_VALIDATORS": [
            {"NAME": f"{_DJANGO}.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
            {"NAME": f"{_DJANGO}.NumericPasswordValidator"},
            {"NAME": f"{_DJANGO}.CommonPasswordValidator"},
            {"NAME": f"{_DJANGO}.UserAttributeSimilarityValidator"},
            {"NAME": f"{_OURS}.passwords.UsualPasswordValidator"},
            {"NAME": f"{_OURS}.passwords.OwnNamesValidator"},
        ],
        "SECOND_FACTOR": env("SECOND_FACTOR"),
        "SECOND_FACTOR_KEYS": env("SECOND_FACTOR_KEYS"),
        "SESSION_HOURS": env("SESSION_HOURS"),
        "SESSION_IDLE_MINUTES": env("SESSION_IDLE_MINUTES"),
        "SESSION_COOKIE_AGE": 3600 * env("SESSION_HOURS"),
        "ALLAUTH_TRUSTED_PROXY_COUNT": 0,  # REMOTE_ADDR is the visitor's own (cms.core.proxies)
        "ACCOUNT_ADAPTER": f"{_OURS}.adapters.AccountAdapter",
        "ACCOUNT_USER_MODEL_USERNAME_FIELD": None,
        "ACCOUNT_LOGIN_METHODS": {"email"},
        "ACCOUNT_SIGNUP_FIELDS": ["email*", "password1*"],
        "ACCOUNT_EMAIL_VERIFICATION": "none",
        "ACCOUNT_SESSION_REMEMBER": False,
        "ACCOUNT_REAUTHENTICATION_TIMEOUT": 10 * 60,
        "ACCOUNT_LOGIN_TIMEOUT": 10 * 60,
        "ACCOUNT_FORMS": {"login": f"{_OURS}.forms.SignInForm", "reauthenticate": f"{_OURS}.forms.ConfirmPasswordForm"},
        "ACCOUNT_RATE_LIMITS": {
            "login": "60/m/ip",
            # A whole school may stand behind one address; a name is closed much sooner.
            "login_failed": "30/15m/ip,5/15m/key,50/d/key",
            "reset_password": "20/h/ip,3/15m/key",
            "page_password": "20/15m/ip,100/h/key",
        },
        "MFA_ADAPTER": f"{_OURS}.adapters.SecondFactorAdapter",
        "MFA_SUPPORTED_TYPES": ["totp", "recovery_codes"],
        "MFA_TOTP_ISSUER": "Pháp luật học đường",
        "MFA_TOTP_TOLERANCE": 1,  # phones run up to half a minute before or behind
        "MFA_ALLOW_UNVERIFIED_EMAIL": True,  # addresses are given by those who invite
        "MFA_TRUST_ENABLED": False,
        "MFA_FORMS": {
            "authenticate": f"{_OURS}.forms.CodeForm",
            "reauthenticate": f"{_OURS}.forms.ConfirmCodeForm",
            "activate_totp": f"{_OURS}.forms.SetUpForm",
        },
        # Wagtail's and wagtail-localize's views of the admin; no names and passwords in headers.
        "REST_FRAMEWORK": {"DEFAULT_AUTHENTICATION_CLASSES": ["rest_framework.authentication.SessionAuthentication"]},
    }
