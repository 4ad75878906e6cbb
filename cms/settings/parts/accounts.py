"""Signing in: django-allauth with our adapters, screens and limits (see ``cms.tenancy.accounts``)."""

from cms.settings.env import Env

_DJANGO = "django.contrib.auth.password_validation"
_OURS = "cms.tenancy.accounts"


def accounts(env: Env) -> dict:
    return {
        "LOGIN_URL": "/admin/login/",
        "WAGTAIL_FRONTEND_LOGIN_URL": "/admin/login/",
        "AUTHENTICATION_BACKENDS": ["cms.tenancy.backend.MembershipBackend"],
        "AUTH_PASSWORD_VALIDATORS": [
            {"NAME": f"{_DJANGO}.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
            {"NAME": f"{_DJANGO}.NumericPasswordValidator"},
            {"NAME": f"{_DJANGO}.CommonPasswordValidator"},
            {"NAME": f"{_DJANGO}.UserAttributeSimilarityValidator"},
            {"NAME": f"{_OURS}.passwords.CommonWordPasswordValidator"},
            {"NAME": f"{_OURS}.passwords.PersonalNamesValidator"},
        ],
        "SECOND_FACTOR": env("SECOND_FACTOR"),
        "SECOND_FACTOR_KEYS": env("SECOND_FACTOR_KEYS"),
        "SESSION_HOURS": env("SESSION_HOURS"),
        "SESSION_IDLE_MINUTES": env("SESSION_IDLE_MINUTES"),
        "SESSION_COOKIE_AGE": 3600 * env("SESSION_HOURS"),
        "ALLAUTH_TRUSTED_PROXY_COUNT": 0,  # REMOTE_ADDR is the visitor's own (cms.core.web.proxies)
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
            # Wrong passwords (cms.tenancy.accounts.lockout). Several windows each: the wait grows.
            "password_device": "5/15m/key,10/h/key,30/d/key",  # where the person has signed in before
            "password_pair": "5/15m/key,10/h/key,20/d/key",  # an account at one network address
            "password_account": "20/15m/key,50/h/key,150/d/key",  # an account from anywhere
            "password_address": "100/15m/key,500/d/key",  # a whole school may stand behind one
            "login": None,  # every post of an address: one pupil at the school's network would shut all teachers out
            "login_failed": "5/15m/key,50/d/key",  # codes: allauth's own count, for a person whose password was right
            "reset_password": "60/h/ip,3/15m/key",
            "reset_mails": "10/h/key",
            "invitation": "60/h/key,200/d/key",  # of a school
            "invitation_to": "3/d/key",  # of a school to one address
            "invitation_mails": "10/d/key",  # to one address from anywhere
            "email_change": "5/d/key",  # each asks whether an address has an account
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
            "activate_totp": f"{_OURS}.forms.ActivateDeviceForm",
        },
        # Wagtail's and wagtail-localize's views of the admin; no names and passwords in headers.
        "REST_FRAMEWORK": {"DEFAULT_AUTHENTICATION_CLASSES": ["rest_framework.authentication.SessionAuthentication"]},
    }
