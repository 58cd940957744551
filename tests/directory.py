"""A directory server (OpenLDAP) of the tests' own, on a free port of this machine, with a few people in it."""

from __future__ import annotations

import shutil
import socket
import subprocess
import time
from importlib.util import find_spec
from pathlib import Path

from tests.sites import free_port

SLAPD = shutil.which("slapd", path="/usr/sbin:/usr/local/sbin:/usr/local/libexec:/usr/bin")
SCHEMA = Path("/etc/ldap/schema/core.schema")
BASE = "dc=example,dc=cn"
PEOPLE = ("zhang.san", "li.si", "wang, wu", "zhao.liu", "sun.qi", "zhou.ba", "wu.jiu")
PASSWORD = "in-the-directory-8"
USER_DN = f"cn=%(user)s,ou=people,{BASE}"
# It lets in whoever says no password at all, as some directories do.
CONFIGURATION = """
include {schema}
modulepath /usr/lib/ldap
moduleload back_mdb
pidfile {folder}/slapd.pid
allow bind_anon_dn
TLSCertificateFile {folder}/certificate.pem
TLSCertificateKeyFile {folder}/key.pem
database mdb
maxsize 10485760
suffix "{base}"
directory {folder}/data
"""
ORGANISATION = f"""
dn: {BASE}
objectClass: dcObject
objectClass: organization
dc: example
o: example

dn: ou=people,{BASE}
objectClass: organizationalUnit
ou: people
"""
PERSON = """
dn: cn={name_in_dn},ou=people,{base}
objectClass: person
cn: {name}
sn: {name}
userPassword: {password}
"""


def why_not() -> str:
    """What this machine lacks for a login against a directory; empty: nothing."""
    if find_spec("django_auth_ldap") is None:
        return "django-auth-ldap is not installed (requirements/ldap.txt)"
    return "" if SLAPD and SCHEMA.exists() and shutil.which("openssl") else "no OpenLDAP server (Debian: slapd)"


class Directory:
    def __init__(self, folder: Path) -> None:
        self.folder = folder
        plain, encrypted = free_port(), free_port()
        self.url, self.ldaps = f"ldap://127.0.0.1:{plain}", f"ldaps://127.0.0.1:{encrypted}"
        self.certificate = folder / "certificate.pem"
        self._write()
        command = [str(SLAPD), "-f", str(folder / "slapd.conf"), "-h", f"{self.url} {self.ldaps}", "-d", "0"]
        with (folder / "log").open("wb") as log:
            self.process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=log, stderr=log)
        self._wait(plain)

    def _write(self) -> None:
        (self.folder / "data").mkdir()
        subprocess.run(
            [
                "openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=127.0.0.1",
                "-addext", "subjectAltName=IP:127.0.0.1", "-keyout", "key.pem", "-out", self.certificate.name,
            ],
            cwd=self.folder, check=True, capture_output=True,
        )  # fmt: skip
        configuration = self.folder / "slapd.conf"
        configuration.write_text(CONFIGURATION.format(schema=SCHEMA, folder=self.folder, base=BASE))
        people = "".join(
            PERSON.format(name=name, name_in_dn=name.replace(",", "\\,"), base=BASE, password=PASSWORD)
            for name in PEOPLE
        )
        subprocess.run(
            [str(SLAPD), "-T", "add", "-f", str(configuration)], input=ORGANISATION + people, text=True, check=True,
            capture_output=True,
        )  # fmt: skip

    def _wait(self, port: int) -> None:
        until = time.monotonic() + 60
        while self.process.poll() is None and time.monotonic() < until:
            with socket.socket() as asked:
                if asked.connect_ex(("127.0.0.1", port)) == 0:
                    return
            time.sleep(0.05)
        raise AssertionError((self.folder / "log").read_text())

    def end(self) -> None:
        self.process.terminate()
        self.process.wait(60)
