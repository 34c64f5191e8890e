"""Measures on a large base of its own: importing this package starts its servers, loads Django and fills the base.

Nothing here touches the demo: the servers and the data are those of .local/bench.
"""

import atexit
import contextlib
import logging
import os

import django

from kam import launch, translations

held = contextlib.ExitStack()
atexit.register(held.close)
for name in ("DATABASE_URL", "REDIS_URL"):
    os.environ.pop(name, None)  # whoever's they are, the measures use their own
os.environ |= {
    "DJANGO_SETTINGS_MODULE": "kam.settings",
    "DEBUG": "0",
    "ALLOWED_HOSTS": "testserver,127.0.0.1",
    "SITE_URL": "http://127.0.0.1",
    "MEDIA_ROOT": str(launch.LOCAL / "bench" / "media"),
}
held.enter_context(launch.embedded("bench"))
translations.compile_all(launch.ROOT / "locale")
django.setup()
for handler in logging.getLogger().handlers:  # lines are still written, as in production, but nobody reads them
    handler.setStream(open(os.devnull, "w"))  # noqa: SIM115
