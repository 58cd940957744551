"""Home folders of their own, with a database of their own on the engine that the suite runs on, for tests of whole
processes. A blank one is copied from the database of the tests as it was right after the migrations, so these tests are
marked ``django_db`` too."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import subprocess
import sys
import textwrap
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit
from uuid import uuid4

import pytest

ROOT = Path(__file__).resolve().parents[1]
SERVER = os.environ.get("GONGKAI_TEST_DATABASE_URL", "")
SECRET = "only-for-tests-q7Zr0kL2mVx9Bn4Tc6Yh1Jd8Gf3Ws5Pa7Ee2Ui4Oo6"
PREAMBLE = """
import json
from gongkai.config.start import start
home = start()
def tell(**values): print(json.dumps(values, ensure_ascii=False, default=str), flush=True)
"""


class Home:
    """A home folder and the variables that make ``gongkai`` use it."""

    def __init__(self, folder: Path, database: str = "") -> None:
        self.folder = folder
        self.database = database
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("GONGKAI_", "DJANGO_"))}
        self.environment = kept | {
            "GONGKAI_HOME": str(folder),
            "GONGKAI_SECRET_KEY": SECRET,
            "GONGKAI_DATABASE_URL": urlunsplit(urlsplit(SERVER)._replace(path=f"/{database}")) if database else "",
            "PYTHONPATH": f"{ROOT}{os.pathsep}{ROOT / 'src'}",
            "LANGUAGE": "zh_CN",
        }

    @property
    def database_file(self) -> Path:
        return self.folder / "gongkai.sqlite3"

    def start(self, *command: str, **options: Any) -> subprocess.Popen[str]:
        """A process of ``python COMMAND…``."""
        pipes: dict[str, Any] = {"stdin": subprocess.DEVNULL, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
        return subprocess.Popen(
            [sys.executable, *command], env=self.environment, text=True, cwd=self.folder.parent, **(pipes | options)
        )

    def gongkai(self, *arguments: str, code: int = 0) -> tuple[str, str]:
        """What ``gongkai ARGUMENTS…`` prints on standard output and standard error; ``code`` is how it ends."""
        process = self.start("-m", "gongkai", *map(str, arguments))
        printed, said = process.communicate()
        assert process.returncode == code, f"{arguments}: {process.returncode}\n{printed}{said}"
        return printed, said

    def script(self, code: str, *arguments: str, **options: Any) -> subprocess.Popen[str]:
        """A process that runs ``code`` with Django set up for this home; ``tell(…)`` prints a line of JSON."""
        return self.start("-c", PREAMBLE + textwrap.dedent(code), *arguments, **options)

    def told(self, code: str, *arguments: str) -> dict[str, Any]:
        """What the script's last ``tell`` said."""
        process = self.script(code, *arguments)
        printed, said = process.communicate()
        assert process.returncode == 0, said
        return json.loads(printed.splitlines()[-1])


class Blank:
    """The migrated, empty database of which homes are copied."""

    def __init__(self, folder: Path) -> None:
        from django.db import connection

        self.folder = folder
        self.usual = str(connection.settings_dict["NAME"])
        self.made: list[str] = []

    def take(self) -> None:
        """Copy the database of the tests."""
        from django.db import connection

        name = str(connection.settings_dict["NAME"])
        if name == self.usual:  # No test of this run needs a database, so pytest-django made none.
            return
        connection.close()
        if SERVER:
            self.name = f"{name}_blank"
            self._administer(f'CREATE DATABASE "{self.name}" TEMPLATE "{name}"')
            self.made.append(self.name)
        else:
            with closing(sqlite3.connect(name)) as source, closing(sqlite3.connect(self.folder / "blank")) as copy:
                source.backup(copy)

    def home(self, folder: Path, *, empty: bool = False, like: Home | None = None) -> Home:
        """A home with a migrated database; ``empty``: without any; ``like``: with all that another home has."""
        if like:
            shutil.copytree(like.folder, folder)
        else:
            folder.mkdir(mode=0o700)
        if not SERVER:
            if not (empty or like):
                shutil.copy(self.folder / "blank", folder / "gongkai.sqlite3")
            return Home(folder)
        name, template = f"gongkai_{uuid4().hex}", like.database if like else self.name
        self._administer(f'CREATE DATABASE "{name}" TEMPLATE "{"template0" if empty else template}"')
        self.made.append(name)
        return Home(folder, name)

    def put_back(self, home: Home, like: Home) -> None:
        """Make a home, which nothing has open, what the other one is."""
        shutil.rmtree(home.folder)
        shutil.copytree(like.folder, home.folder)
        if SERVER:
            self._administer(f'DROP DATABASE "{home.database}" WITH (FORCE)')
            self._administer(f'CREATE DATABASE "{home.database}" TEMPLATE "{like.database}"')

    def drop(self) -> None:
        for name in reversed(self.made):
            self._administer(f'DROP DATABASE "{name}" WITH (FORCE)')

    @staticmethod
    def _administer(statement: str) -> None:
        import psycopg

        with psycopg.connect(SERVER, autocommit=True) as administration:
            administration.execute(statement)  # type: ignore[arg-type]


@pytest.fixture(scope="session")
def blank(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Blank]:
    made = Blank(tmp_path_factory.mktemp("blank"))
    yield made
    made.drop()


@pytest.fixture(scope="session")
def django_db_keepdb() -> bool:
    """PostgreSQL's go with the server that was made for the tests: a thread of the live server may still hold one."""
    return bool(SERVER)


@pytest.fixture(scope="session")
def django_db_setup(blank: Blank, django_db_setup: None, django_db_blocker: Any) -> None:
    """pytest-django's, and the copy, before a test with transactions of its own empties every table."""
    with django_db_blocker.unblock():
        blank.take()


@pytest.fixture
def homes(django_db_setup: None, blank: Blank, tmp_path: Path) -> Any:
    """``homes(name)`` makes a home."""
    return lambda name="home", **options: blank.home(tmp_path / name, **options)


@pytest.fixture
def home(homes: Any) -> Home:
    return homes()
