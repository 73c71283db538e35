"""One settings file. Everything that differs between places comes from the environment (tracker/lib/env.py)."""

import os
import sys
from datetime import timedelta
from pathlib import Path

import dj_database_url
import structlog
from csp.constants import NONCE, NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from redis.backoff import NoBackoff
from redis.retry import Retry

from tracker.lib.env import Environment

BASE_DIR = Path(__file__).resolve().parent.parent
DATA_DIR = Path(os.environ.get("WALKBACK_DATA") or BASE_DIR / "var").resolve()
env = Environment(data=DATA_DIR)

# `up` starts its own servers and passes them on, the others need none. Everything else stops here with a hint.
STARTS_BARE = len(sys.argv) > 1 and sys.argv[1] in {
    "up",
    "makemigrations",
    "help",
    "version",
    "--help",
    "--version",
}

DEBUG = env.flag("DEBUG")
SECRET_KEY = env.get("SECRET_KEY") or (
    "walkback-only-for-commands-that-sign-nothing"
    if STARTS_BARE
    else env.required(
        "SECRET_KEY", "Start the product with `make run`, or set DATABASE_URL, REDIS_URL and SECRET_KEY."
    )
)
SITE_URL = env.get("SITE_URL", "http://127.0.0.1:8000").rstrip("/")
SITE_IS_HTTPS = SITE_URL.startswith("https://")
ALLOWED_HOSTS = env.words("ALLOWED_HOSTS", "127.0.0.1,localhost,[::1]")
CSRF_TRUSTED_ORIGINS = [SITE_URL] if SITE_IS_HTTPS else []

# ------------------------------------------------------------------ the house
INSTALLED_APPS = [
    "django.contrib.admin.apps.SimpleAdminConfig",  # its pages are in accounts/administration.py, capture/admin.py
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.contrib.humanize",
    "django_htmx",
    "template_partials",
    "axes",
    "csp",
    "rest_framework",
    "django_filters",
    "drf_spectacular",
    "tracker.embedded",
    "tracker.accounts",
    "tracker.sources",
    "tracker.capture",
    "tracker.extract",
    "tracker.match",
    "tracker.desk",
    "tracker.ledger",
    "tracker.public",
    "tracker.partners",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "tracker.urls"
WSGI_APPLICATION = "tracker.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]

# ------------------------------------------------------------------ what it stands on
DATABASE_URL = env.get("DATABASE_URL")
if not DATABASE_URL and not STARTS_BARE:
    raise ImproperlyConfigured(
        "DATABASE_URL is not set. Start the product with `make run`, or name a PostgreSQL database."
    )
DATABASES = {
    "default": dj_database_url.parse(
        DATABASE_URL or "postgresql:///walkback", conn_max_age=60, conn_health_checks=True
    )
}

REDIS_URL = env.get("REDIS_URL", "redis://127.0.0.1:6379/0")
# A cache that does not answer is given up at once: the client's own patience is several seconds for each page.
_cache_patience = {"socket_timeout": 1, "retry": Retry(NoBackoff(), 0)}
if not REDIS_URL.startswith("unix:"):
    _cache_patience["socket_connect_timeout"] = 1
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": REDIS_URL,
        "OPTIONS": _cache_patience,
    }
}

# kombu spells a Redis unix socket `redis+socket://`, redis-py spells it `unix://`.
CELERY_BROKER_URL = (
    env.get("CELERY_BROKER_URL", REDIS_URL)
    .replace("unix://", "redis+socket://")
    .replace("?db=", "?virtual_host=")
)
CELERY_TASK_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_TASK_TIME_LIMIT = 120
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "visibility_timeout": 600,
    "unacked_restore_interval": 10,
    "socket_timeout": 5,
    "socket_connect_timeout": 2,
}
# A nudge that cannot be sent must not keep an editor waiting: the sweep does the work a little later.
CELERY_TASK_PUBLISH_RETRY = False
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
# Nudges expire: what piles up while every worker is busy, or away, says nothing that the next one does not.
CELERY_BEAT_SCHEDULE = {
    "tick": {"task": "tracker.capture.tasks.tick", "schedule": 5.0, "options": {"expires": 60}},
    "look": {"task": "tracker.capture.tasks.look", "schedule": 5.0, "options": {"expires": 10}},
    "look-at-feeds": {
        "task": "tracker.capture.tasks.look_at_feeds",
        "schedule": 15.0,
        "options": {"expires": 30},
    },
    "ask-hubs": {"task": "tracker.capture.tasks.ask_hubs", "schedule": 600.0},
    "sweep-extract": {"task": "tracker.extract.tasks.sweep", "schedule": 20.0, "options": {"expires": 40}},
    "group-copies": {
        "task": "tracker.extract.tasks.group_copies",
        "schedule": 20.0,
        "options": {"expires": 40},
    },
    "compare-versions": {
        "task": "tracker.extract.tasks.compare_versions",
        "schedule": 20.0,
        "options": {"expires": 40},
    },
    "sweep-edits": {
        "task": "tracker.match.tasks.sweep_edits",
        "schedule": 20.0,
        "options": {"expires": 40},
    },
    "sweep-match": {"task": "tracker.match.tasks.sweep", "schedule": 20.0, "options": {"expires": 40}},
}

# ------------------------------------------------------------------ who acts
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "django.contrib.auth.backends.ModelBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "login"
LOGIN_REDIRECT_URL = "desk:queue"
LOGOUT_REDIRECT_URL = "public:home"
AXES_FAILURE_LIMIT = 10
AXES_COOLOFF_TIME = 0.25  # hours
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
AXES_ENABLE_ADMIN = False
AXES_LOCKOUT_TEMPLATE = "accounts/locked_out.html"
AXES_VERBOSE = False

# ------------------------------------------------------------------ what browsers are told
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [NONCE],
        "style-src": [SELF],
        "img-src": [SELF],
        "connect-src": [SELF],
        "font-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}
# The __Host- prefix needs https; the embedded default is plain http on loopback.
SESSION_COOKIE_NAME = "__Host-session" if SITE_IS_HTTPS else "session"
CSRF_COOKIE_NAME = "__Host-csrf" if SITE_IS_HTTPS else "csrf"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SITE_IS_HTTPS
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SECURE_SSL_REDIRECT = SITE_IS_HTTPS and env.flag("SECURE_SSL_REDIRECT", default=True)
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if env.flag("BEHIND_PROXY") else None
SECURE_HSTS_SECONDS = 31_536_000 if SITE_IS_HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = SITE_IS_HTTPS
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

# ------------------------------------------------------------------ pages and files
STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
LANGUAGE_CODE = "en"
USE_I18N = False
TIME_ZONE = "UTC"
USE_TZ = True
DATA_UPLOAD_MAX_MEMORY_SIZE = 12 * 1024 * 1024

# ------------------------------------------------------------------ partners
REST_FRAMEWORK = {
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["rest_framework.parsers.JSONParser"],
    "DEFAULT_AUTHENTICATION_CLASSES": [],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.AllowAny"],
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "EXCEPTION_HANDLER": "tracker.partners.problems.handle",
    "UNAUTHENTICATED_USER": None,
    # No `?format=`: an address means one thing, and an unknown parameter is refused.
    "URL_FORMAT_OVERRIDE": None,
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Walkback API",
    "VERSION": "1",
    "OAS_VERSION": "3.1.1",
    "DESCRIPTION": "How public claims move: who made them, who repeated, confirmed, denied or took them back.",
    "SERVERS": [{"url": SITE_URL}],
    "SCHEMA_PATH_PREFIX": "/api/v1",
    # The words of each choice stand where they are used; no shared names for them, no lists in the descriptions.
    "POSTPROCESSING_HOOKS": ["tracker.partners.schema.tidy"],
    "ENUM_GENERATE_CHOICE_DESCRIPTION": False,
}

# ------------------------------------------------------------------ capture
# Between two requests to one host, whoever makes them.
HOST_DELAY = timedelta(milliseconds=env.number("WALKBACK_HOST_DELAY_MS", 1000))
ALLOW_PRIVATE_NETWORKS = env.flag("WALKBACK_ALLOW_PRIVATE_NETWORKS")
# Known claims are also found by what sentences mean; needs the package of match/meaning.py.
MATCH_BY_MEANING = env.flag("WALKBACK_MATCH_BY_MEANING")
# Where the bytes of snapshots lie: "database", or "s3" for a bucket of any S3-compatible storage.
SNAPSHOT_STORAGE = env.get("WALKBACK_SNAPSHOT_STORAGE", "database")
if SNAPSHOT_STORAGE not in {"database", "s3"}:
    raise ImproperlyConfigured(f"WALKBACK_SNAPSHOT_STORAGE={SNAPSHOT_STORAGE!r} is neither database nor s3.")
if SNAPSHOT_STORAGE == "s3":
    STORAGES["snapshots"] = {
        "BACKEND": "tracker.capture.object_store.ObjectStore",
        "OPTIONS": {
            "bucket_name": env.required(
                "AWS_STORAGE_BUCKET_NAME", "With WALKBACK_SNAPSHOT_STORAGE=s3, name the bucket for snapshots."
            ),
            "location": env.get("AWS_LOCATION", "snapshots"),
            "endpoint_url": env.get("AWS_S3_ENDPOINT_URL") or None,
            "region_name": env.get("AWS_S3_REGION_NAME") or None,
            # Left to boto3's own look-up (profile, instance role) when they are not set.
            "access_key": env.get("AWS_ACCESS_KEY_ID") or None,
            "secret_key": env.get("AWS_SECRET_ACCESS_KEY") or None,
        },
    }
# A file of `manage.py train_statements`; without one, who said what is read by rules alone.
STATEMENT_MODEL = env.get("WALKBACK_STATEMENT_MODEL", "")
USER_AGENT = f"Walkback/0.1 (+{SITE_URL}; {env.get('WALKBACK_CONTACT', 'no contact set')})"

# ------------------------------------------------------------------ logs: JSON lines on standard error
_shared_processors = [
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_log_level,
    structlog.stdlib.add_logger_name,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
    structlog.processors.format_exc_info,
]
structlog.configure(
    processors=[*_shared_processors, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
    logger_factory=structlog.stdlib.LoggerFactory(),
    wrapper_class=structlog.stdlib.BoundLogger,
    cache_logger_on_first_use=True,
)
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "json": {
            "()": structlog.stdlib.ProcessorFormatter,
            "processors": [
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                structlog.processors.JSONRenderer(),
            ],
            "foreign_pre_chain": _shared_processors,
        }
    },
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "json"}},
    "root": {"handlers": ["stderr"], "level": env.get("LOG_LEVEL", "WARNING")},
    # Their sentences are ours to say where a person reads them; a page that cannot be read is not news for the log.
    "loggers": {
        "trafilatura": {"level": "CRITICAL"},
        "htmldate": {"level": "CRITICAL"},
        "axes": {"level": "WARNING"},
    },
}
