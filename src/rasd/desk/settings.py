"""Settings of Django for the desk, from the environment that `DeskOptions.exported` wrote. Nothing here names the network."""

from __future__ import annotations

from typing import Any

from rasd.desk.assets import VENDOR, has_assets
from rasd.desk.keys import secret_key
from rasd.desk.options import DeskOptions
from rasd.desk.rooms import ROOMS
from rasd.store.opening import database_settings

OPTIONS = DeskOptions.from_environment()

SECRET_KEY = secret_key(OPTIONS.folder)
DEBUG = False
ALLOWED_HOSTS = ["127.0.0.1", "localhost", "[::1]", *OPTIONS.hosts]
ROOT_URLCONF = "rasd.desk.urls"
APPEND_SLASH = False

INSTALLED_APPS = [
    "rasd.store.apps.StoreConfig",
    *(f"rasd.desk.{room}" for room in ROOMS),
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
]

MIDDLEWARE = [
    "rasd.desk.site.middleware.Headers",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "rasd.desk.site.middleware.StoreAway",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "rasd.desk.access.middleware.People",
    "rasd.desk.site.middleware.Language",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "rasd.desk.access.sessions.Sessions",
]

TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "rasd.desk.site.context.page",
            ],
        },
    }
]

DATABASES = {
    "default": {
        **database_settings(OPTIONS.address),
        "CONN_MAX_AGE": 600,
        "CONN_HEALTH_CHECKS": True,
    }
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "desk_access.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.ScryptPasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_REDIRECT_URL = "home"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if OPTIONS.is_https else 0
MFA_ADAPTER = "rasd.desk.access.second.Adapter"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "Rasd"
MFA_TOTP_TOLERANCE = 1
PASSWORD_RESET_TIMEOUT = 60 * 60 * 24 * 3
EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"

SESSION_COOKIE_NAME = "rasd_session"
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 60 * 60 * 12
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = OPTIONS.is_https
CSRF_COOKIE_NAME = "rasd_csrf"
CSRF_COOKIE_SAMESITE = "Strict"
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "rasd.desk.site.errors.csrf_failure"
CSRF_TRUSTED_ORIGINS = [f"https://{name}" for name in OPTIONS.hosts] if OPTIONS.is_https else []
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if OPTIONS.is_https else None
SECURE_HSTS_SECONDS = 60 * 60 * 24 * 365 if OPTIONS.is_https else 0
SECURE_REFERRER_POLICY = "same-origin"
"""Not ``no-referrer``: a browser then sends the forms of the desk itself with ``Origin: null``, which CSRF refuses."""

DATA_UPLOAD_MAX_MEMORY_SIZE = 12 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000
DATA_UPLOAD_MAX_NUMBER_FILES = 200
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
FILE_UPLOAD_TEMP_DIR = str(OPTIONS.folder)
FILE_UPLOAD_HANDLERS = [
    "rasd.desk.intake.uploads.Bounded",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]

USE_TZ = True
TIME_ZONE = "UTC"
USE_I18N = True
LANGUAGE_CODE = "ar"
LANGUAGES = [("ar", "العربية"), ("en", "English")]
LANGUAGE_COOKIE_NAME = "rasd_language"

STATIC_URL = "/static/"
STATICFILES_DIRS = [("vendor", VENDOR)] if has_assets() else []
WHITENOISE_USE_FINDERS = True
WHITENOISE_MAX_AGE = 3600
WHITENOISE_ALLOW_ALL_ORIGINS = False

LOGGING_CONFIG = None
