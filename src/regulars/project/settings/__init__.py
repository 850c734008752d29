"""Settings, read once from the environment; `docs/operating/configuration.md` lists the variables.

Nothing secret stands here: secrets come from the environment or from the data folder (see `secrets`).
"""

from pathlib import Path

from regulars.project.settings import mail, web
from regulars.project.settings.databases import database_from
from regulars.project.settings.environment import flag, listed, number, one_of, text
from regulars.project.settings.logs import logging_at
from regulars.project.settings.passes import apple_pass, google_pass
from regulars.project.settings.paths import DATA, ROOT
from regulars.project.settings.payments import checkout_from
from regulars.project.settings.secrets import read_secrets

_secrets = read_secrets(DATA)

SECRET_KEY = _secrets.secret_key
ENCRYPTION_KEYS = _secrets.encryption_keys
INDEX_KEYS = _secrets.index_keys
ANCHOR_KEY = _secrets.anchor_key

DEBUG = flag("REGULARS_DEBUG")
ALLOWED_HOSTS = listed("REGULARS_HOSTS", "localhost,127.0.0.1,[::1]")
CSRF_TRUSTED_ORIGINS = listed("REGULARS_TRUSTED_ORIGINS", "")

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.forms",
    "django_htmx",
    "ninja",
    "regulars.platform",
    "regulars.domain.access",
    "regulars.domain.programmes",
    "regulars.domain.members",
    "regulars.domain.sign_ins",
    "regulars.domain.consents",
    "regulars.domain.privacy",
    "regulars.domain.arrivals",
    "regulars.domain.ledger",
    "regulars.domain.tiers",
    "regulars.domain.proofs",
    "regulars.domain.transfers",
    "regulars.domain.pools",
    "regulars.domain.partners",
    "regulars.domain.recoveries",
    "regulars.domain.corrections",
    "regulars.domain.duplicates",
    "regulars.domain.intake",
    "regulars.domain.benefits",
    "regulars.domain.offers",
    "regulars.domain.rewards",
    "regulars.domain.verifications",
    "regulars.domain.plans",
    "regulars.domain.passes",
    "regulars.domain.history",
    "regulars.domain.tags",
    "regulars.domain.predictions",
    "regulars.domain.rfm",
    "regulars.domain.motives",
    "regulars.domain.clusters",
    "regulars.domain.cohorts",
    "regulars.domain.segments",
    "regulars.domain.campaigns",
    "regulars.domain.replay",
    "regulars.domain.observations",
    "regulars.domain.diagnosis",
    "regulars.domain.responses",
    "regulars.domain.benefit_health",
    "regulars.domain.studies",
    "regulars.surfaces.web",
    "regulars.surfaces.console",
    "regulars.surfaces.portal",
    "regulars.surfaces.api",
    "regulars.project",
]
MIDDLEWARE = web.MIDDLEWARE
TEMPLATES = web.TEMPLATES
ROOT_URLCONF = "regulars.project.urls"
WSGI_APPLICATION = "regulars.project.wsgi.application"

DATABASES = {"default": database_from(text("DATABASE_URL", ""), DATA)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "access.User"
AUTH_PASSWORD_VALIDATORS = web.AUTH_PASSWORD_VALIDATORS
PASSWORD_HASHERS = web.PASSWORD_HASHERS
LOGIN_URL = "/console/sign-in"
LOGIN_REDIRECT_URL = "/console/"

LANGUAGE_CODE = text("REGULARS_LANGUAGE", "zh-hans")
LANGUAGES = [("zh-hans", "简体中文"), ("en", "English")]
LOCALE_PATHS = [ROOT / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"

STATIC_URL = "/static/"
WHITENOISE_USE_FINDERS = True
WHITENOISE_MAX_AGE = 0 if DEBUG else 3600
MEDIA_ROOT = DATA / "uploads"
HISTORY_ROOT = Path(text("REGULARS_HISTORY", "") or DATA / "history").resolve()

STUDIES_ROOT = DATA / "studies"
COPIES_ROOT = DATA / "copies"
CALLS_INNER = flag("REGULARS_CALLS_INNER")
CALLS_PLAIN = flag("REGULARS_CALLS_PLAIN")
COPY_DAYS = number("REGULARS_COPY_DAYS", 7)
ERASURE_DAYS = number("REGULARS_ERASURE_DAYS", 7)
ACCESS_LOG_DAYS = number("REGULARS_ACCESS_LOG_DAYS", 400)
INSIGHT_ROOT = DATA / "insight"
TAG_DEFINITIONS = listed("REGULARS_TAG_DEFINITIONS", "")

SETS_ENGINE = one_of("REGULARS_SETS", "duckdb", "spark")
SETS_MEMORY_MB = number("REGULARS_SETS_MEMORY_MB", 2048)
SETS_THREADS = max(number("REGULARS_SETS_THREADS", 2), 1)
SPARK_MASTER = text("REGULARS_SPARK_MASTER", "")

DATA_UPLOAD_MAX_MEMORY_SIZE = number("REGULARS_MAX_BODY_MB", 16) * 1024 * 1024
FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.TemporaryFileUploadHandler"]

SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 12 * 3600
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = flag("REGULARS_HTTPS")
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "regulars.surfaces.web.failures.session_refused"
SECURE_HSTS_SECONDS = 31_536_000 if flag("REGULARS_HTTPS") else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if flag("REGULARS_BEHIND_PROXY") else None
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = web.CONTENT_SECURITY_POLICY
PERMISSIONS_POLICY = web.PERMISSIONS_POLICY

EXPIRY_NOTICE_DAYS = number("REGULARS_EXPIRY_NOTICE_DAYS", 30)
OUTBOX_DAYS = number("REGULARS_OUTBOX_DAYS", 400)

_mail = mail.server_from(text("REGULARS_MAIL_URL", ""))
EMAIL_HOST, EMAIL_PORT = _mail.host, _mail.port
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = _mail.user, _mail.password
EMAIL_USE_TLS, EMAIL_USE_SSL, EMAIL_TIMEOUT = _mail.starts_tls, _mail.is_tls, mail.SECONDS
DEFAULT_FROM_EMAIL = text("REGULARS_MAIL_FROM", "regulars@localhost")
SIGN_IN_CODES = mail.codes_from(text("REGULARS_SIGN_IN_CODES", "send"))
SIGN_IN_MAIL = bool(_mail.host)
SIGN_IN_SMS_URL = mail.webhook_from(text("REGULARS_SMS_URL", ""))
SIGN_IN_SMS_SECRET = text("REGULARS_SMS_SECRET", "")

CHECKOUT_SECRET = text("REGULARS_CHECKOUT_SECRET", "")
CHECKOUT_URL = checkout_from(text("REGULARS_CHECKOUT_URL", ""), CHECKOUT_SECRET)
CHECKOUT_TEST = flag("REGULARS_CHECKOUT_TEST")
APPLE_PASS, GOOGLE_PASS = apple_pass(), google_pass()

JOBS_IN_SERVER = flag("REGULARS_JOBS_IN_SERVER")
LOGGING = logging_at(text("REGULARS_LOG_LEVEL", "INFO"))
