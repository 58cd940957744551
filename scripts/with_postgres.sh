#!/usr/bin/env bash
# Runs a command with GONGKAI_TEST_DATABASE_URL set to a PostgreSQL of its own, made in a temporary folder and gone
# afterwards. Needs PostgreSQL's server programs (Debian: postgresql).
set -euo pipefail

for folder in /usr/lib/postgresql/*/bin; do PATH="$folder:$PATH"; done
command -v initdb >/dev/null || { echo "with_postgres: no PostgreSQL server programs; install postgresql" >&2; exit 3; }

home=$(mktemp -d /tmp/gongkai-postgres-XXXXXX)
port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
as_owner() { "$@"; }
if [ "$(id -u)" = 0 ]; then # PostgreSQL refuses to run as root.
  chown postgres "$home"
  as_owner() { setpriv --reuid=postgres --regid=postgres --init-groups env PATH="$PATH" "$@"; }
fi
stop() {
  as_owner pg_ctl -D "$home/data" -m immediate -s stop >/dev/null 2>&1 || true
  rm -rf "$home"
}
trap stop EXIT

cd /
as_owner initdb -D "$home/data" -A trust -U gongkai -E UTF8 --locale=C.UTF-8 >/dev/null
as_owner pg_ctl -D "$home/data" -w -s -l "$home/log" \
  -o "-p $port -k $home -h 127.0.0.1 -c fsync=off -c synchronous_commit=off -c full_page_writes=off" start
as_owner createdb -h 127.0.0.1 -p "$port" -U gongkai gongkai
cd "$OLDPWD"
GONGKAI_TEST_DATABASE_URL="postgres://gongkai@127.0.0.1:$port/gongkai" "$@"
