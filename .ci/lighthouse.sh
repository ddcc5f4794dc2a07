#!/bin/sh
# Lighthouse's scores of the pages (bench/lighthouse.py); needs Node.js, npm and Chromium.
. "$(dirname "$0")/common.sh"

command -v npm >/dev/null || fail "npm がありません。Node.js 18.20 以上を入れてください。"
sh .ci/environment.sh test
exec "$python" -m bench.lighthouse
