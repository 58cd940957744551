#!/bin/sh
# A Chinese font for PDF: found on the system, installed with apt where that is possible, else told in one line.
set -eu
if command -v fc-list >/dev/null 2>&1 && [ -n "$(fc-list :lang=zh-cn family 2>/dev/null)" ]; then
  exit 0
fi
if [ -d /usr/share/fonts/opentype/noto ]; then
  exit 0
fi
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
  echo "Installing a Chinese font (fonts-noto-cjk) …"
  apt-get update -qq >/dev/null 2>&1 || true
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq fonts-noto-cjk >/dev/null 2>&1 && exit 0
fi
echo "gongkai: no Chinese font found; PDF output needs one (Debian/Ubuntu: sudo apt install fonts-noto-cjk)" >&2
