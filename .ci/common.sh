# Read by the other scripts: where we are, how we speak, which Python is ours.
# shellcheck shell=sh

set -eu
cd "$(dirname "$0")/.."

# Japanese output on any terminal; settings meant for another project must not reach this one.
export PYTHONUTF8=1
unset PYTHONPATH PYTHONHOME DJANGO_SETTINGS_MODULE
# Containers often set it; every process would compile two thousand modules anew, some seconds each.
unset PYTHONDONTWRITEBYTECODE

python=.venv/bin/python

say() {
    printf '▶ %s\n' "$*"
}

fail() {
    printf '\n✗ %s\n' "$1" >&2
    shift
    [ $# -eq 0 ] || printf '  %s\n' "$@" >&2
    exit 1
}

manage() {
    "$python" manage.py "$@"
}

# Sets $base_python and $base_version. A candidate is run, not only looked up: version managers
# leave commands on the PATH that answer with an error.
find_base_python() {
    base_version=
    for base_python in ${PYTHON:-} python3.11 python3.12 python3.13 python3; do
        version=$("$base_python" -c 'import sys
print("%d.%d" % sys.version_info[:2])
sys.exit(sys.version_info < (3, 11))' 2>/dev/null) && {
            base_version=$version
            return
        }
        base_version=${version:-$base_version}
    done
    [ -n "$base_version" ] || fail "Python が見つかりません。3.11 以上を入れてください。" \
        "Debian・Ubuntu では：sudo apt-get install -y python3 python3-venv"
    fail "Python が古すぎます（$base_version）。3.11 以上を入れてください。" \
        "別の場所にあるときは：PYTHON=/その/python3 make run"
}
