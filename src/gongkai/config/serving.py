"""Serving the site: gunicorn in front, one process for background work beside it, both stopped together."""

from __future__ import annotations

import hashlib
import logging
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.db import connections
from gunicorn.app.base import BaseApplication
from gunicorn.glogging import Logger

import gongkai
from gongkai.config.logs import JsonFormatter

PATIENCE = 20  # Seconds that requests and the task in hand have to end.


class SiteLog(Logger):  # type: ignore[misc]
    """gunicorn's own messages in the form of all the others."""

    def setup(self, cfg: Any) -> None:
        super().setup(cfg)
        for handler in self.error_log.handlers:
            handler.setFormatter(JsonFormatter())


class Site(BaseApplication):  # type: ignore[misc]
    """gunicorn with our settings. ``when_ready`` is called once it listens."""

    def __init__(self, bind: str, processes: int, when_ready: Callable[[], None]) -> None:
        self.chosen: dict[str, Any] = {
            "bind": bind,
            "workers": processes,
            "worker_class": "gthread",
            "threads": 4,
            "graceful_timeout": PATIENCE,
            "timeout": 120,
            "accesslog": None,
            "loglevel": "error",  # A warning would tell the address of whoever sent what cannot be read.
            "logger_class": SiteLog,
            "proc_name": "gongkai",
            "control_socket_disable": True,
            "when_ready": lambda server: when_ready(),
            "worker_exit": _leave_at_once,
        }
        super().__init__()

    def load_config(self) -> None:
        for name, value in self.chosen.items():
            if name in self.cfg.settings:
                self.cfg.set(name, value)

    def load(self) -> Any:
        from gongkai.config.wsgi import application

        return application


def _leave_at_once(server: Any, worker: Any) -> None:
    """Skip Python's own tidying up: with all of Django loaded it takes seconds, and there is nothing left to tidy."""
    if worker.booted:
        logging.shutdown()
        os._exit(0)


class Background:
    """The process that does background work; started again when it dies, ended with the site. It is not in our process
    group, so that Ctrl+C reaches it through us only, once; its input ends with us, however we end."""

    def __init__(self) -> None:
        self.owner = os.getpid()
        self.ended = threading.Event()
        self.starting = threading.Lock()
        self.process: subprocess.Popen[bytes] | None = None
        self.watcher = threading.Thread(target=self._watch, daemon=True)

    def start(self) -> None:
        self.watcher.start()

    def _watch(self) -> None:
        while process := self._started():
            process.wait()
            if process.stdin:
                process.stdin.close()
            self.ended.wait(1)

    def _started(self) -> subprocess.Popen[bytes] | None:
        """A new process, unless the end has come."""
        command = [sys.executable, "-m", "gongkai", "manage", "work", "--end-with-input"]
        with self.starting:
            if self.ended.is_set():
                return None
            self.process = subprocess.Popen(command, stdin=subprocess.PIPE, start_new_session=True)
            return self.process

    def stop(self) -> None:
        if os.getpid() != self.owner:  # A process that answers pages was forked from ours and ends by itself.
            return
        with self.starting:
            self.ended.set()
        if self.process and self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)
            try:
                self.process.wait(PATIENCE)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()


def serve(bind: str, processes: int, when_ready: Callable[[], None] = lambda: None) -> None:
    """Serve until a signal ends it; everything that was started is stopped, whatever happens."""
    publish_static_files()
    connections.close_all()  # An open SQLite or PostgreSQL connection does not survive a fork.
    background = Background()
    background.start()
    try:
        Site(bind, processes, when_ready).run()
    finally:
        background.stop()


def publish_static_files() -> None:
    """Collect styles and scripts into the home folder, unless what lies there is of these very files."""
    mark = Path(settings.STATIC_ROOT) / ".collected"
    wanted = _fingerprint()
    if mark.exists() and mark.read_text() == wanted:
        return
    call_command("collectstatic", interactive=False, verbosity=0, clear=mark.parent.exists())
    mark.write_text(wanted)


def _fingerprint() -> str:
    digest = hashlib.sha256(gongkai.__version__.encode())
    for path in sorted(_static_files()):
        state = os.stat(path)
        digest.update(f"{path}:{state.st_size}:{state.st_mtime_ns}\n".encode())
    return digest.hexdigest()


def _static_files() -> Iterable[str]:
    for finder in get_finders():
        for path, storage in finder.list([]):
            yield storage.path(path)
