# SPDX-License-Identifier: Apache-2.0
"""Django settings; an operator's choices come from environment variables, everything else is fixed here."""

import os
import sys
from datetime import timedelta
from pathlib import Path

from csp.constants import NONE, SELF

from sidan.base.errors import Words
from sidan.config import assets, basemap, database, secrets

BASE_DIR = Path(__file__).resolve().parents[2]
VAR_DIR = Path(os.environ.get("SIDAN_VAR", BASE_DIR / "var"))

DEMO = os.environ.get("SIDAN_DEMO") == "1"
DEBUG = os.environ.get("SIDAN_DEBUG") == "1"
SECRET_KEY = secrets.read("SIDAN_SECRET_KEY", VAR_DIR)
# The first key encrypts; older ones, after a comma, only decrypt until contacts are written anew.
CONTACT_KEYS = secrets.read("SIDAN_CONTACT_KEYS", VAR_DIR).split(",")
ALLOWED_HOSTS = os.environ.get("SIDAN_HOSTS", "127.0.0.1,localhost,[::1]").split(",")
CSRF_TRUSTED_ORIGINS = [origin for origin in os.environ.get("SIDAN_ORIGINS", "").split(",") if origin]
HTTPS = os.environ.get("SIDAN_HTTPS") == "1"

INSTALLED_APPS = [
    "sidan.places",
    "sidan.people",
    "sidan.orders",
    "sidan.notify",
    "sidan.config",
    "sidan.programmes",
    "sidan.dispatch",
    "sidan.evaluation",
    "sidan.matching",
    "sidan.planning",
    "sidan.simulate",
    "sidan.web",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django_htmx",
    "axes",
    "csp",
    "procrastinate.contrib.django",
]
if Path(sys.argv[0]).name == "manage.py" and sys.argv[1:2] == ["redraw"]:
    # It reads a file and writes files: loading every other part would take as long as the work itself.
    INSTALLED_APPS = ["sidan.places"]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "sidan.web.legible.LegibleMiddleware",
    "sidan.web.middleware.LanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "sidan.web.middleware.ErrorsMiddleware",
    "sidan.web.middleware.SignedInMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "sidan.config.urls"
WSGI_APPLICATION = "sidan.config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "sidan" / "web" / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "sidan.web.context.shell",
            ],
        },
    },
]

DATABASES = {"default": database.connection_settings(VAR_DIR)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "people.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "/sign-in"
LOGIN_REDIRECT_URL = "/desk/"
# GB/T 22239 level 2 asks for a session timeout; office days are long, so the count starts anew with use.
SESSION_ENGINE = "sidan.web.sessions"
SESSION_COOKIE_AGE = int(timedelta(hours=10).total_seconds())
SESSION_IDLE_MINUTES = int(os.environ.get("SIDAN_IDLE_MINUTES", "120"))
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_SAMESITE = "Lax"
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
X_FRAME_OPTIONS = "DENY"
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
AXES_LOCKOUT_CALLABLE = "sidan.web.sign_in.locked_out"
AXES_CLIENT_IP_CALLABLE = "sidan.web.visitor.client_address"
AXES_VERBOSE = False
CSRF_FAILURE_VIEW = "sidan.web.errors.csrf_failure"
# How many proxies of the operator's own stand in front and add themselves to X-Forwarded-For.
PROXIES = int(os.environ.get("SIDAN_PROXIES", "0"))
# Only measuring switches the limits on public writes off.
RATE_LIMITS = os.environ.get("SIDAN_LIMITS", "on") != "off"

# The operator's own map under ours: raster tiles ("https://tiles.example/{z}/{x}/{y}.png") or a vector style
# ("https://tiles.example/style.json"); without it maps are plain, and no page needs the internet.
MAP_TILES = os.environ.get("SIDAN_MAP_TILES", "")
MAP_CREDIT = os.environ.get("SIDAN_MAP_CREDIT", "")
# What the tiles are drawn in; all that Sidan keeps is WGS-84 and is shifted for the map alone (js/map_shift.js).
MAP_SYSTEM = os.environ.get("SIDAN_MAP_SYSTEM", "wgs84")
MAP_HOSTS = basemap.hosts_of(MAP_TILES)

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:", "blob:", *MAP_HOSTS],
        "worker-src": [SELF, "blob:"],
        "connect-src": [SELF, *MAP_HOSTS],
        "object-src": [NONE],
        "base-uri": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    },
}

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "中文"), ("en", "English")]
LOCALE_PATHS = sorted((BASE_DIR / "sidan").glob("**/locale"))
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True
USE_I18N = True
FORMAT_MODULE_PATH = ["sidan.web.formats"]

STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
ICONS_DIR = assets.ICONS
STATICFILES_FINDERS = [
    "django.contrib.staticfiles.finders.FileSystemFinder",
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
    "sidan.config.assets.ServedFinder",
]
STORAGES = {
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": VAR_DIR / "files"},
    },
    "staticfiles": {"BACKEND": assets.storage_backend(debug=DEBUG)},
}

# What was learned from decided orders; each file is signed by the secret key.
MODELS_DIR = VAR_DIR / "models"
# Of a hundred matters that stand filled in, so many may be wrong; where more would be, none stands filled in.
SUGGEST_RISK = float(os.environ.get("SIDAN_SUGGEST_RISK", "0.1"))

# Nine photos of a modern phone; each is re-encoded to at most a few hundred kilobytes.
MAX_PHOTOS = 9
MAX_PHOTO_BYTES = 20 * 1024 * 1024
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000
DATA_UPLOAD_MAX_NUMBER_FILES = 40
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024

# What a city sets for itself.
# The address on posters and in messages.
SITE_URL = os.environ.get("SIDAN_URL", "http://127.0.0.1:8000").rstrip("/")
CITY_CODE = os.environ.get("SIDAN_CITY_CODE", "3610")
# The city under the name of the service in every bar, the service's own name, and the number to call instead.
CITY_NAME = Words(
    os.environ.get("SIDAN_CITY_NAME", "抚州市（演示数据）" if DEMO else ""),
    os.environ.get("SIDAN_CITY_NAME_EN", "Fuzhou (synthetic demo data)" if DEMO else ""),
)
BRAND = Words(os.environ.get("SIDAN_BRAND", ""), os.environ.get("SIDAN_BRAND_EN", ""))
HOTLINE = os.environ.get("SIDAN_HOTLINE", "12345")
PROGRAMMES_DIR = os.environ.get("SIDAN_PROGRAMMES_DIR", "")

# How reporters who left a contact are told; without these the tracking page alone tells.
MAIL_FROM = os.environ.get("SIDAN_MAIL_FROM", "")
EMAIL_HOST = os.environ.get("SIDAN_MAIL_HOST", "localhost")
EMAIL_PORT = int(os.environ.get("SIDAN_MAIL_PORT", "25"))
EMAIL_HOST_USER = os.environ.get("SIDAN_MAIL_USER", "")
EMAIL_HOST_PASSWORD = os.environ.get("SIDAN_MAIL_PASSWORD", "")
EMAIL_USE_TLS = os.environ.get("SIDAN_MAIL_TLS") == "1"
SMS_URL = os.environ.get("SIDAN_SMS_URL", "")

CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
PROCRASTINATE_AUTODISCOVER_MODULE_NAME = "jobs"
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"discreet": {"()": "sidan.config.logs.DiscreetFormatter"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "discreet"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {"sidan": {"level": "INFO"}},
}
