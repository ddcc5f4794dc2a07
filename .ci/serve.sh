#!/bin/sh
# Serves the site for one person on this machine.
. "$(dirname "$0")/common.sh"

export DJANGO_SETTINGS_MODULE=config.settings.dev
port=${PORT:-8000}

# Before the long work: nobody should wait for an installation to learn that the port is taken.
find_base_python
"$base_python" - "$port" <<'PYTHON' || fail "ポート $port は使えません（ほかのプログラムが使っているか、番号が正しくありません）。" \
    "別の番号でどうぞ：PORT=8001 make run"
import socket, sys

try:
    with socket.socket() as probe:
        # As the server does it: a port that only waits for old connections to time out is free.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        probe.bind(("127.0.0.1", int(sys.argv[1])))
        sys.exit(int(sys.argv[1]) == 0)
except (OSError, OverflowError, ValueError):
    sys.exit(1)
PYTHON

sh .ci/setup.sh
admin_path=$("$python" -c 'from config.settings.dev import ADMIN_PATH; print(ADMIN_PATH)')

echo
say "サイト　　　　　http://127.0.0.1:$port/"
say "職員用の画面　　http://127.0.0.1:$port/$admin_path"
manage ensure_demo_editor
say "止めるときは Ctrl+C を押します"
echo
DJANGO_RUNSERVER_HIDE_WARNING=true exec "$python" manage.py runserver --noreload "127.0.0.1:$port"
