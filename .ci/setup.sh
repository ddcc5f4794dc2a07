#!/bin/sh
# Everything `make run` needs before it serves. Safe to repeat.
. "$(dirname "$0")/common.sh"

export DJANGO_SETTINGS_MODULE=config.settings.dev

sh .ci/environment.sh runtime
say "データベースを用意します"
manage migrate --verbosity 0
say "カタログを読み込みます"
manage load_catalog || fail "カタログを読み込めませんでした。理由はすぐ上にあります。" \
    "手元での編集を捨てて読み込み直すとき：.venv/bin/python manage.py load_catalog --overwrite"
manage load_synonyms
# A new form of the index empties it when it migrates.
manage rebuild_search_index --if-empty
