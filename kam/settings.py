"""One settings file, driven by the environment (see the table in README.md)."""

from pathlib import Path

import environ
import pghistory
from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

BASE_DIR = Path(__file__).resolve().parent.parent
env = environ.Env()
env.read_env(BASE_DIR / ".env")

# --- The ground -----------------------------------------------------------------------------------
SECRET_KEY = env("SECRET_KEY")
DEBUG = env.bool("DEBUG", default=False)
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["localhost", "127.0.0.1"])
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])
SITE_URL = env("SITE_URL", default="http://127.0.0.1:8000")
ROOT_URLCONF = "kam.urls"
WSGI_APPLICATION = "kam.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.usersessions",
    "crispy_bootstrap5",
    "crispy_forms",
    "django_celery_beat",
    "django_filters",
    "django_htmx",
    "django_tables2",
    "pghistory",
    "pgtrigger",
    "kam.users",
    "kam.jobs",
    "accounts",
    "accounts.stakeholders",
    "plans",
    "plans.portal",
    "projects",
    "kam.scorecards",
    "kam.cockpit",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "kam.observability.RequestIdMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "kam.users.middleware.LoginRequiredMiddleware",
    "kam.users.middleware.PreferencesMiddleware",
    "kam.users.middleware.PrivatePagesMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "kam.users.middleware.DevicesMiddleware",
    "kam.users.middleware.TwoFactorMiddleware",
    "pghistory.middleware.HistoryMiddleware",
]

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

# --- Services: the same names embedded, in CI and in production ---------------------------------
DATABASES = {"default": {**env.db("DATABASE_URL"), "CONN_MAX_AGE": 600, "CONN_HEALTH_CHECKS": True}}
if TEST_TEMPLATE := env("TEST_TEMPLATE", default=""):  # a migrated database, kept by `run.py test`
    DATABASES["default"]["TEST"] = {"TEMPLATE": TEST_TEMPLATE}
REDIS_URL = env("REDIS_URL")
CACHES = {"default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": REDIS_URL}}

CELERY_BROKER_URL = REDIS_URL.replace("unix://", "redis+socket://", 1)
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_TRANSPORT_OPTIONS = {"visibility_timeout": 3600}  # longer than the longest task, else it runs twice
CELERY_BEAT_SCHEDULER = "django_celery_beat.schedulers:DatabaseScheduler"
CELERY_TASK_ACKS_LATE = CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_TIME_LIMIT = 900
CELERY_TASK_SOFT_TIME_LIMIT = 840
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_SOFT_SHUTDOWN_TIMEOUT = 8
CELERY_TIMEZONE = "Europe/Paris"
CELERY_IMPORTS = [
    "accounts.imports.tasks",
    "accounts.stakeholders.departures.tasks",
    "accounts.stakeholders.privacy.tasks",
    "plans.exports.tasks",
    "projects.governance.tasks",
    "plans.reviews.tasks",
    "projects.interchange.tasks",
    "projects.results.tasks",
    "projects.telling.tasks",
]  # not apps of their own, so not discovered
SCHEDULES = {  # name → task, when (crontab, or a number of seconds) and label; an administrator may change the when
    "take_readings": ("kam.scorecards.tasks.take_readings", "0 2 * * *", _("Compute the figures of all accounts")),
    "refresh_stale": ("kam.scorecards.tasks.refresh_stale", 5, _("Compute again the accounts that have changed")),
    "empty_trash": ("accounts.tasks.empty_trash", "30 3 * * *", _("Empty the trash of what has been there too long")),
    "measure_objectives": ("plans.tasks.measure_objectives", "30 1 * * *", _("Measure the objectives of plans")),
    "advance_plans": ("plans.tasks.advance_plans", "0 1 * * *", _("Start and archive plans on their day")),
    "keep_statuses": ("projects.tasks.keep_statuses", "40 0 * * *", _("Keep the times and the status of projects")),
    "plan_meetings": (
        "projects.governance.tasks.plan_meetings",
        "20 1 * * *",
        _("Plan the meetings of projects ahead"),
    ),
    "forget_old_jobs": ("kam.jobs.tasks.forget_old_jobs", "45 3 * * *", _("Forget old jobs")),
    "forget_import_files": ("accounts.imports.tasks.forget_old_files", "15 4 * * *", _("Delete old imported files")),
    "forget_exports": ("plans.exports.tasks.forget_exports", "20 * * * *", _("Delete exported files after a day")),
    "forget_schedules": (
        "projects.interchange.tasks.forget_schedules",
        "25 * * * *",
        _("Delete files of schedules that nobody confirmed"),
    ),
    "forget_lost_files": (
        "accounts.tasks.forget_lost_files",
        "30 4 * * *",
        _("Delete files that nothing names any more"),
    ),
    "open_departures": (
        "accounts.stakeholders.departures.tasks.open_departures",
        "15 2 * * *",
        _("Open a task for each departure"),
    ),
    "anonymise_forgotten": (
        "accounts.stakeholders.privacy.tasks.anonymise_forgotten",
        "0 5 1 * *",
        _("Anonymise people three years after the last contact"),
    ),
    "ask_for_recognition": (
        "projects.results.tasks.ask_for_recognition",
        "45 1 * * *",
        _("Open a task for each result that nobody has recognised"),
    ),
    "clear_sessions": ("kam.users.tasks.clear_sessions", "0 4 * * *", _("Forget expired sessions")),
}
JOB_DAYS = env.int("JOB_DAYS", default=90)
PLAN_MONTHS = env.int("PLAN_MONTHS", default=36)
PLAN_CONTROL_FROM = env.int("PLAN_CONTROL_FROM", default=100_000)  # €; what invests more, controlling validates too
EXPORT_HOURS = env.int("EXPORT_HOURS", default=24)  # how long an exported file is kept
PORTAL_DAYS = env.int("PORTAL_DAYS", default=90)  # how long an invitation to the client portal holds
BULLETIN_DAYS = env.int("BULLETIN_DAYS", default=180)  # how long the page of a bulletin's reader opens
PORTAL_SESSION_HOURS = env.int("PORTAL_SESSION_HOURS", default=4)

# --- Mail ------------------------------------------------------------------------------------------
vars().update(env.email_url("EMAIL_URL", default="consolemail://"))
DEFAULT_FROM_EMAIL = env("DEFAULT_FROM_EMAIL", default="Boussole <boussole@localhost>")

# --- Language and time ------------------------------------------------------------------------------
LANGUAGE_CODE = "fr"
LANGUAGES = [("fr", _("French")), ("en", _("English"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = "Europe/Paris"
USE_TZ = True
USE_THOUSAND_SEPARATOR = True

# --- People and sign-in -----------------------------------------------------------------------------
AUTH_USER_MODEL = "users.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "kam.users.adapters.AccountAdapter"
ACCOUNT_FORMS = {"login": "kam.users.forms.LoginForm", "reset_password": "kam.users.forms.ResetPasswordForm"}
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"  # administrators create the users; there is no open sign-up
ACCOUNT_EMAIL_NOTIFICATIONS = True  # whoever did not change his password or factor must learn of it
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False  # no mail to an address just because somebody typed it
ACCOUNT_LOGIN_ON_PASSWORD_RESET = True  # after the second factor, where there is one
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_RATE_LIMITS = {
    "login_failed": env("LOGIN_FAILED_LIMIT", default="20/m/ip,5/15m/key"),
    "portal_code": env("PORTAL_CODE_LIMIT", default="20/15m/ip,3/15m/key,12/d/key"),  # key: the guest
    "portal_try": env("PORTAL_TRY_LIMIT", default="60/15m/ip"),
    "bulletin_read": env("BULLETIN_READ_LIMIT", default="300/15m/ip"),  # readings; a company has one address
}
SOCIALACCOUNT_ADAPTER = "kam.users.adapters.SocialAccountAdapter"
SOCIALACCOUNT_LOGIN_ON_GET = True  # form-action 'self' stops a form whose answer leads to another host
SOCIALACCOUNT_PROVIDERS = {}
if OIDC_SERVER_URL := env("OIDC_SERVER_URL", default=""):
    SOCIALACCOUNT_PROVIDERS["openid_connect"] = {
        "OAUTH_PKCE_ENABLED": True,
        "APPS": [
            {
                "provider_id": "sso",
                "name": env("OIDC_NAME", default="SSO"),
                "client_id": env("OIDC_CLIENT_ID"),
                "secret": env("OIDC_CLIENT_SECRET"),
                "settings": {"server_url": OIDC_SERVER_URL},
            }
        ],
    }
ALLAUTH_TRUSTED_PROXY_COUNT = env.int("TRUSTED_PROXY_COUNT", default=0)
MFA_ADAPTER = "kam.users.adapters.MFAAdapter"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "Boussole"
USERSESSIONS_TRACK_ACTIVITY = True
ADMIN_ENABLED = env.bool("ADMIN_ENABLED", default=False)  # Django's admin, for support only

# --- What leaves the server: files, headers ---------------------------------------------------------
STATIC_URL = "static/"
STATIC_ROOT = BASE_DIR / "staticfiles"
NODE_MODULES = BASE_DIR / "node_modules"
VENDOR = {  # prefix → (folder in node_modules, files published); a map named by a published file must be listed too
    "vendor/bootstrap": (
        "bootstrap/dist",
        [
            "css/bootstrap.min.css",
            "css/bootstrap.min.css.map",
            "js/bootstrap.bundle.min.js",
            "js/bootstrap.bundle.min.js.map",
        ],
    ),
    "vendor/bootstrap-icons": (
        "bootstrap-icons/font",
        ["bootstrap-icons.min.css", "fonts/bootstrap-icons.woff2", "fonts/bootstrap-icons.woff"],
    ),
    "vendor/cytoscape": ("cytoscape/dist", ["cytoscape.min.js"]),
    "vendor/htmx": ("htmx.org/dist", ["htmx.min.js"]),
    "vendor/inter": (
        "@fontsource-variable/inter/files",
        ["inter-latin-wght-normal.woff2", "inter-latin-ext-wght-normal.woff2"],
    ),
    "vendor/sortable": ("sortablejs", ["Sortable.min.js"]),
    "vendor/tom-select": (
        "tom-select/dist",
        [
            "css/tom-select.bootstrap5.min.css",
            "css/tom-select.bootstrap5.min.css.map",
            "js/tom-select.complete.min.js",
            "js/tom-select.complete.min.js.map",
        ],
    ),
}
STATICFILES_DIRS = [
    BASE_DIR / "static",
    *((prefix, NODE_MODULES / folder) for prefix, (folder, _files) in VENDOR.items()),
]
STATICFILES_FINDERS = ["kam.staticfiles.VendorFinder", "django.contrib.staticfiles.finders.AppDirectoriesFinder"]
WHITENOISE_SKIP_COMPRESS_EXTENSIONS = ["map", "woff", "woff2", "png", "jpg", "gif", "webp", "zip", "gz", "br"]
MEDIA_ROOT = Path(env("MEDIA_ROOT", default=str(BASE_DIR / "media")))
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],  # Bootstrap's icons inside its CSS
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "worker-src": [SELF],  # keeps the page of capture open without a network
        "object-src": [NONE],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "form-action": [SELF],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SITE_URL.startswith("https://")
if SITE_URL.startswith("https://"):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_HSTS_SECONDS = 31_536_000

# --- Forms and tables -------------------------------------------------------------------------------
CRISPY_ALLOWED_TEMPLATE_PACKS = "bootstrap5"
CRISPY_TEMPLATE_PACK = "bootstrap5"
DJANGO_TABLES2_TEMPLATE = "_table.html"

# --- History: written by the database, so that bulk updates are recorded too ------------------------
PGHISTORY_LEVEL = pghistory.Statement
PGHISTORY_ADMIN_ALL_EVENTS = False

# --- Logs: one JSON object a line on standard error --------------------------------------------------
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"json": {"()": "kam.observability.JsonFormatter"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "json"}},
    "root": {"handlers": ["stderr"], "level": "INFO"},
    "loggers": {"django": {"handlers": [], "level": "INFO"}},
}
CELERY_WORKER_HIJACK_ROOT_LOGGER = False  # the same lines from worker and beat

# --- Limits of what a person may bring in -----------------------------------------------------------
IMPORT_MAX_BYTES = env.int("IMPORT_MAX_BYTES", default=20_000_000)
IMPORT_MAX_ROWS = env.int("IMPORT_MAX_ROWS", default=100_000)
IMPORT_MAX_COLUMNS = env.int("IMPORT_MAX_COLUMNS", default=200)
IMPORT_MAX_CELL = env.int("IMPORT_MAX_CELL", default=100_000)
IMPORT_KEEP_DAYS = env.int("IMPORT_KEEP_DAYS", default=30)  # the files; reports and roll-backs stay
IMPORT_EMPTY_WORDS = env.list("IMPORT_EMPTY_WORDS", default=["NULL"])  # as databases export an empty cell
IMPORT_KINDS = [  # what can be imported, as the apps that own the rows describe it
    "accounts.imports.kinds.ACCOUNTS",
    "accounts.imports.kinds.ENTITIES",
    "accounts.stakeholders.imports.STAKEHOLDERS",
    "accounts.stakeholders.imports.INTERACTIONS",
    "accounts.imports.kinds.REVENUE",
]
PLAN_VOICES = ["plans.portal.voices.voice_of"]  # what the client said of a plan, for its health
ERASED_THOUGH_FROZEN = [  # whoever is forgotten is forgotten there too
    "plans.PlanReview:closed_minutes_are_frozen",
    "projects.Bulletin:sent_bulletin_is_frozen",
    "projects.Baseline:baseline_is_frozen",
    "plans.Edition:edition_is_frozen",
    "plans.SharedEdition:shared_edition_is_frozen",
    "plans.Move:move_is_frozen",
]
ERASURES = [  # what forgets a person who is anonymised, besides the tracked texts
    "plans.erasure.forget_person",
    "plans.portal.erasure.forget_guest",
    "projects.portal.erasure.forget_in_projects",
]
REVIEW_SUGGESTIONS = ["plans.portal.waiting.suggestions_waiting"]  # what of the client's waits, as the portal knows it
RECORDS = [  # what a file may belong to and a notice may be about: each says itself who sees it
    "accounts.Comment",
    "stakeholders.Interaction",
    "stakeholders.KnowledgeItem",
    "stakeholders.Departure",
    "plans.SectionCharge",
    "plans.SectionComment",
    "plans.Move",
    "portal.Guest",
    "projects.Project",
    "projects.Handover",
]
ATTACHMENT_MAX_BYTES = env.int("ATTACHMENT_MAX_BYTES", default=20_000_000)
ATTACHMENT_MAX_FILES = env.int("ATTACHMENT_MAX_FILES", default=10)  # of one record
TRASH_DAYS = env.int("TRASH_DAYS", default=30)
