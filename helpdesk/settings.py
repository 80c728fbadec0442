"""Every setting of the desk. It works with none set; each is read from the environment here."""

import os
import secrets
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured
from django.templatetags.static import static
from django.utils.translation import gettext_lazy as _

from helpdesk import env
from helpdesk.embedded import Layout, data_directory

VERSION = "0.4.0"
BASE_DIR = Path(__file__).resolve().parents[1]
LAYOUT = Layout(data_directory())
DATA_DIR = LAYOUT.data
DEBUG = env.text("DEBUG") == "1"
HOST = env.text("HOST", "127.0.0.1")
PORT = int(env.number("PORT", 8000))


def _secret_key() -> str:
    """Return SECRET_KEY, or one made once and kept readable to this user alone."""
    given = env.text("SECRET_KEY")
    if given:
        return given
    kept = DATA_DIR / "secret-key"
    DATA_DIR.mkdir(parents=True, exist_ok=True)
    try:
        with open(kept, "x", opener=lambda p, f: os.open(p, f, 0o600)) as new:
            new.write(secrets.token_urlsafe(50))
    except FileExistsError:
        pass
    return kept.read_text()


SECRET_KEY = _secret_key()
ALLOWED_HOSTS = env.items("ALLOWED_HOSTS", "127.0.0.1,localhost,[::1]")
CSRF_TRUSTED_ORIGINS = env.items("CSRF_TRUSTED_ORIGINS")

# Apps ---------------------------------------------------------------------------------------

INSTALLED_APPS = [
    "daphne",
    "helpdesk",
    "conversations",
    "knowledge",
    "accounts",
    "helpdesk.site.UnfoldConfig",
    "unfold.contrib.filters",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django.contrib.postgres",
    "guardian",
    "rest_framework",
    "channels",
    "django_celery_beat",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "helpdesk.middleware.StaticFiles",
    "helpdesk.middleware.ContentSecurityPolicy",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
ROOT_URLCONF = "helpdesk.urls"
ASGI_APPLICATION = "helpdesk.asgi.application"
DEMO = env.text("DEMO", "1") == "1"
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
            ]
        },
    }
]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# People -------------------------------------------------------------------------------------

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "django.contrib.auth.backends.ModelBackend",
    "guardian.backends.ObjectPermissionBackend",
]
ANONYMOUS_USER_NAME = None
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
LOGIN_URL = "admin:login"
LOGIN_REDIRECT_URL = "admin:index"

# Data ---------------------------------------------------------------------------------------


PREPARED_FROM = 3
"""So often a connection has run a statement before the server keeps its plan."""


def _database() -> dict[str, Any]:
    """Return the server of DATABASE_URL, or the embedded one."""
    pool = {
        "min_size": 1,
        "max_size": int(env.number("DATABASE_POOL", 20)),
        "timeout": 3,
    }
    connecting = {
        "pool": pool,
        "server_side_binding": True,
        "prepare_threshold": PREPARED_FROM,
    }
    common = {
        "ENGINE": "django.db.backends.postgresql",
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": connecting,
    }
    url = env.text("DATABASE_URL")
    if not url:
        return common | {
            "NAME": "postgres",
            "USER": "postgres",
            "HOST": str(LAYOUT.sockets),
        }
    parts = urlsplit(url)
    if parts.scheme not in {"postgres", "postgresql"}:
        message = (
            "DATABASE_URL must look like postgresql://user:password@host:5432/name"
        )
        raise ImproperlyConfigured(message)
    # As in libpq, what follows "?" overrules: ?host=/run/postgresql&sslmode=require
    options = dict(parse_qsl(parts.query))
    return common | {
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": options.pop("user", unquote(parts.username or "")),
        "PASSWORD": options.pop("password", unquote(parts.password or "")),
        "HOST": options.pop("host", unquote(parts.hostname or "")),
        "PORT": options.pop("port", str(parts.port or "")),
        "OPTIONS": connecting | options,
    }


DATABASES = {"default": _database()}
REDIS_URL = env.text("REDIS_URL", f"unix://{LAYOUT.redis_socket}")
CHANNEL_PREFIX = "atomdesk"
CHANNEL_LAYERS = {
    "default": {
        "BACKEND": "conversations.channel_layer.PatientLayer",
        "CONFIG": {
            # redis-py's own defaults (5 s, 100 connections) cut idle sockets.
            "hosts": [
                {"address": REDIS_URL, "socket_timeout": None, "max_connections": 5000}
            ],
            "prefix": CHANNEL_PREFIX,
        },
    }
}
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": REDIS_URL,
        "KEY_PREFIX": "atomdesk",
        "OPTIONS": {"socket_timeout": 1, "socket_connect_timeout": 1},
    }
}

# Background work ----------------------------------------------------------------------------


def _broker(redis_url: str) -> str:
    """Celery spells a socket's address in its own way."""
    if redis_url.startswith("unix://"):
        return "redis+socket://" + redis_url.removeprefix("unix://")
    return redis_url


CELERY_BROKER_URL = _broker(REDIS_URL)
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_TRANSPORT_OPTIONS = {"global_keyprefix": "atomdesk:celery:"}
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_TASK_DEFAULT_QUEUE = "maintenance"
CELERY_TASK_ROUTES = {
    "conversations.tasks.answer": {"queue": "answers"},
    "knowledge.tasks.index": {"queue": "index"},
}
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_BEAT_SCHEDULER = "django_celery_beat.schedulers:DatabaseScheduler"
CELERY_TIMEZONE = "UTC"
ANSWER_THREADS = int(env.number("ANSWER_THREADS", 32))

# Models -------------------------------------------------------------------------------------

CHAT_PROVIDERS = env.items("CHAT_PROVIDERS", "ollama,openai_compatible,extractive")
OLLAMA_URL = env.text("OLLAMA_URL")
OLLAMA_MODEL = env.text("OLLAMA_MODEL", "llama3.2")
OLLAMA_CONTEXT_TOKENS = int(env.number("OLLAMA_CONTEXT_TOKENS", 8192))
OLLAMA_KEEP_ALIVE = env.text("OLLAMA_KEEP_ALIVE", "30m")
OLLAMA_KEEP_WARM = env.text("OLLAMA_KEEP_WARM", "1") == "1"
OLLAMA_PARALLEL = int(env.number("OLLAMA_PARALLEL", 1))
OPENAI_COMPATIBLE_URL = env.text("OPENAI_COMPATIBLE_URL")
OPENAI_COMPATIBLE_MODEL = env.text("OPENAI_COMPATIBLE_MODEL", "default")
OPENAI_COMPATIBLE_API_KEY = env.text("OPENAI_COMPATIBLE_API_KEY")
OPENAI_COMPATIBLE_PARALLEL = int(env.number("OPENAI_COMPATIBLE_PARALLEL", 8))
CHAT_LINE_SECONDS = env.number("CHAT_LINE_SECONDS", 15)
CHAT_LOAD_SECONDS = env.number("CHAT_LOAD_SECONDS", 40)
CHAT_FIRST_TOKEN_SECONDS = env.number("CHAT_FIRST_TOKEN_SECONDS", 20)
CHAT_STALL_SECONDS = env.number("CHAT_STALL_SECONDS", 15)
CHAT_TOTAL_SECONDS = env.number("CHAT_TOTAL_SECONDS", 50)
CHAT_REWRITE_SECONDS = env.number("CHAT_REWRITE_SECONDS", 1.5)
CHAT_BREAKER_FAILURES = int(env.number("CHAT_BREAKER_FAILURES", 5))
CHAT_BREAKER_SECONDS = env.number("CHAT_BREAKER_SECONDS", 20)
CACHE_HOURS = int(env.number("CACHE_HOURS", 168))
CACHE_ENTRIES = int(env.number("CACHE_ENTRIES", 5000))
USAGE_DAYS = int(env.number("USAGE_DAYS", 400))
EMBEDDER = env.text("EMBEDDER", "bundled")
EMBEDDING_MODEL = env.text("EMBEDDING_MODEL", "all-minilm")
EMBEDDING_THREADS = int(env.number("EMBEDDING_THREADS", 2))

# The guard before answering -------------------------------------------------------------------

GUARD_AGAINST = env.choices("GUARD_AGAINST", ("injection", "abuse", "off_topic"))
REDACT = env.choices("REDACT", ("logs", "prompts"))

# Folders kept in step ------------------------------------------------------------------------

# Only the environment names them: whoever could choose a path in the admin could read the disk.
WATCHED_FOLDERS = env.folders("WATCHED_FOLDERS")
WATCHED_PUBLISH = env.items("WATCHED_PUBLISH")
if _unknown := set(WATCHED_PUBLISH) - set(WATCHED_FOLDERS):
    message = f"WATCHED_PUBLISH names {', '.join(sorted(_unknown))}, which WATCHED_FOLDERS does not."
    raise ImproperlyConfigured(message)

# Chat: limits and deadlines of the protocol --------------------------------------------------

ANSWER_DEADLINE_SECONDS = env.number("ANSWER_DEADLINE_SECONDS", 60)
TURN_LEASE_SECONDS = env.number("TURN_LEASE_SECONDS", 15)
MESSAGE_BURST = int(env.number("MESSAGE_BURST", 40))
SESSIONS_PER_MINUTE = int(env.number("SESSIONS_PER_MINUTE", 60))
SOCKETS_PER_CUSTOMER = int(env.number("SOCKETS_PER_CUSTOMER", 5))
TRUSTED_PROXIES = int(env.number("TRUSTED_PROXIES", 0))
if TRUSTED_PROXIES:
    # Behind a proxy that says so, pages and sockets are https and wss.
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

# Pages --------------------------------------------------------------------------------------

LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English")), ("de", _("German"))]
LOCALE_PATHS = [BASE_DIR / "templates" / "locale"]
USE_TZ = True
TIME_ZONE = env.text("TIME_ZONE", "UTC")
STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
MEDIA_ROOT = DATA_DIR / "media"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = env.text("HTTPS_ONLY") == "1"
SESSION_COOKIE_NAME = f"atomdesk_session_{PORT}"
CSRF_COOKIE_NAME = f"atomdesk_csrf_{PORT}"
CSRF_FAILURE_VIEW = "helpdesk.refused.not_from_here"
X_FRAME_OPTIONS = "DENY"
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FILES = 500
# So many files at once must not be so many megabytes of memory: larger ones wait on disk.
FILE_UPLOAD_MAX_MEMORY_SIZE = 256 * 1024
PICTURE_MEGABYTES = env.number("PICTURE_MEGABYTES", 5)
PICTURE_MEGAPIXELS = env.number("PICTURE_MEGAPIXELS", 25)
REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [],
    "DEFAULT_PERMISSION_CLASSES": [],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["rest_framework.parsers.JSONParser"],
    "UNAUTHENTICATED_USER": None,
    # `?format=` is a filter of lists; answers are JSON whatever it says.
    "URL_FORMAT_OVERRIDE": None,
}
# Which of some conversations somebody of the staff may see: knowledge asks, and may not know more.
CONVERSATIONS_SEEN_AMONG = "conversations.staff.seen_among"

UNFOLD = {
    "SITE_TITLE": "Atomdesk",
    "SITE_HEADER": "Atomdesk",
    "SITE_SUBHEADER": _("Answers from knowledge atoms"),
    # The desk has no site of its own beside the admin: a way "back" would lead in a circle.
    "SITE_URL": None,
    "SITE_SYMBOL": "scatter_plot",
    "SITE_FAVICONS": [
        {
            "rel": "icon",
            "type": "image/svg+xml",
            "href": lambda request: static("icon.svg"),
        }
    ],
    "SHOW_HISTORY": True,
    "SHOW_VIEW_ON_SITE": False,
    "DASHBOARD_CALLBACK": "helpdesk.dashboard.fill",
    "SCRIPTS": [
        lambda request: static("admin/keys.js"),
        lambda request: static("admin/token.js"),
    ],
    "STYLES": [
        lambda request: static("admin/skip.css"),
        lambda request: static("admin/theme.css"),
    ],
    "COMMAND": {"search_callback": "knowledge.admin.command.found"},
    "SIDEBAR": {"show_search": True, "navigation": "helpdesk.navigation.sidebar"},
    "COLORS": {
        "primary": {
            "50": "240 249 247",
            "100": "217 240 234",
            "200": "179 224 213",
            "300": "128 201 184",
            "400": "72 170 150",
            "500": "33 140 121",
            "600": "17 113 98",
            "700": "14 91 80",
            "800": "14 73 65",
            "900": "13 60 54",
            "950": "4 35 32",
        }
    },
}

# Logs ---------------------------------------------------------------------------------------

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {
            "class": "helpdesk.logs.Redacted"
            if "logs" in REDACT
            else "logging.Formatter",
            "format": "%(asctime)s %(levelname)s %(name)s %(message)s",
        }
    },
    "filters": {"no_health": {"()": "helpdesk.health.NotAHealthCheck"}},
    "handlers": {
        "console": {
            "class": "logging.StreamHandler",
            "formatter": "line",
            "filters": ["no_health"],
        }
    },
    "root": {"handlers": ["console"], "level": env.text("LOG_LEVEL", "WARNING")},
}
