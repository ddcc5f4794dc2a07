#!/bin/sh
# Every check and test, one named step after the other; the first failure stops.
# `test.sh lint` ends after the checks that only read the code.
. "$(dirname "$0")/common.sh"

export DJANGO_SETTINGS_MODULE=config.settings.test
# The steps choose the database themselves.
unset DATABASE_URL TEST_DATABASE_NAME

SKIPPED=77 # a step's exit status when it could not run here
passed=
skipped=
step_number=0

# step NAME WHY-IT-MAY-BE-SKIPPED COMMAND...
step() {
    name=$1 why=$2
    shift 2
    step_number=$((step_number + 1))
    printf '\n── %s. %s\n' "$step_number" "$name"
    started=$(date +%s)
    status=0
    "$@" || status=$?
    case $status in
    0) passed="$passed  ✓ $name（$(($(date +%s) - started))秒）
" ;;
    "$SKIPPED")
        echo "飛ばします：$why"
        skipped="$skipped  － $name：$why
"
        ;;
    *) fail "「$name」で失敗しました。すぐ上の表示を見てください。" ;;
    esac
}

summary() {
    printf '\n通ったもの\n%s' "$passed"
    [ -z "$skipped" ] || printf '飛ばしたもの\n%s' "$skipped"
}

deploy_check() {
    SECRET_KEY=$("$python" -c 'import secrets; print(secrets.token_urlsafe(64))') \
        ALLOWED_HOSTS=catalog.example \
        DJANGO_SETTINGS_MODULE=config.settings.production \
        "$python" manage.py check --deploy --fail-level WARNING
}

# Debian and Ubuntu as root only: nothing is installed on a machine that we do not administer.
apt_install() {
    [ "$(id -u)" -eq 0 ] && command -v apt-get >/dev/null || return 1
    echo "apt-get で入れます：$*"
    log=$(mktemp)
    if { apt-get update && DEBIAN_FRONTEND=noninteractive \
        apt-get install -y --no-install-recommends "$@"; } >"$log" 2>&1 </dev/null; then
        rm -f "$log"
    else
        tail -n 5 "$log"
        rm -f "$log"
        return 1
    fi
}

find_chromium() {
    for browser in "${CHROME_PATH:-}" chromium chromium-browser google-chrome google-chrome-stable; do
        CHROME_PATH=$(command -v "${browser:-none}") && export CHROME_PATH && return
    done
    return 1
}

browser_tests() {
    find_chromium || { apt_install chromium fonts-noto-cjk && find_chromium; } || return "$SKIPPED"
    # Playwright ships its own Node.js, which a minimal Debian cannot start.
    "$python" -m playwright --version >/dev/null 2>&1 || apt_install libatomic1 || return "$SKIPPED"
    if command -v fc-list >/dev/null && [ -z "$(fc-list :lang=ja)" ]; then
        apt_install fonts-noto-cjk || echo "日本語の書体がないので、文字の幅は実際と違います。"
    fi
    status=0
    # Playwright's event loop runs in the thread that Django's test database belongs to.
    DJANGO_ALLOW_ASYNC_UNSAFE=1 "$python" -m pytest -m browser --browser chromium --nomigrations --numprocesses auto \
        --dist worksteal || status=$?
    return "$status"
}

say "検査と試験の準備をします"
sh .ci/environment.sh test

step "ruff：コードの書き方" "" "$python" -m ruff check .
step "djlint：テンプレートの書き方" "" "$python" -m djlint --lint --quiet templates
step "mypy：型" "" "$python" -m mypy
[ "$1" = all ] || { summary && exit; }

step "本番設定の安全検査" "" deploy_check
step "マイグレーションの漏れ" "" manage makemigrations --check --dry-run
# Two processes on two cores; a file stays in one, for fixtures that live as long as a module, in the order of
# tests/conftest.py: the longest first.
parallel="--numprocesses auto --dist loadfile --no-loadscope-reorder"
# shellcheck disable=SC2086 # several words
# Tables straight from the models, which is quicker; the PostgreSQL run goes through the migrations, and leaves
# out what touches no database.
step "試験（SQLite）" "" "$python" -m pytest --nomigrations $parallel
# shellcheck disable=SC2086
step "試験（PostgreSQL）" "PostgreSQL 15 以上を用意できませんでした。" \
    "$python" .ci/postgres.py "$python" -m pytest --database-only $parallel
step "ブラウザの試験" "Chromium がありません（apt-get install chromium fonts-noto-cjk libatomic1）。" browser_tests
summary
