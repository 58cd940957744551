"""The settings of the tests: the product's own, with a home of its own, fast password hashing and mails in memory."""

import atexit
import os
import shutil
import tempfile

_HOME = tempfile.mkdtemp(prefix="gongkai-tests-")
atexit.register(shutil.rmtree, _HOME, ignore_errors=True)
os.environ |= {
    "GONGKAI_HOME": _HOME,
    "GONGKAI_SECRET_KEY": "only-for-tests-" + "x" * 50,
    "GONGKAI_DATABASE_URL": os.environ.get("GONGKAI_TEST_DATABASE_URL", ""),
}

from gongkai.config.settings import *  # noqa: E402, F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend", "QUEUES": ["default"]}}
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}

STATIC_ROOT.mkdir(parents=True, exist_ok=True)  # noqa: F405 - WhiteNoise warns where it is missing.
