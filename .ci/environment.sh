#!/bin/sh
# Makes .venv and installs requirements/$1.txt (runtime or test) into it, each only when needed.
. "$(dirname "$0")/common.sh"

set_name=$1

venv_works() {
    "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' &&
        "$python" -m pip --version
} >/dev/null 2>&1

# `python3 -m venv` needs ensurepip, which Debian and Ubuntu ship apart (python3-venv).
# Each way starts from nothing: a failed one leaves half an environment behind.
make_venv() {
    rm -rf .venv && "$base_python" -m venv .venv && venv_works && return
    rm -rf .venv && "$base_python" -m virtualenv --quiet .venv && venv_works && return
    rm -rf .venv && "$base_python" -m venv --without-pip .venv &&
        "$base_python" -m pip --python .venv/bin/python install --quiet pip && venv_works
} >/dev/null 2>&1

if ! venv_works; then
    find_base_python
    say "仮想環境 .venv を作ります（Python $base_version）"
    make_venv || {
        rm -rf .venv
        fail "仮想環境を作れません。venv か ensurepip がありません。次を行ってから、もう一度どうぞ：" \
            "sudo apt-get install -y python$base_version-venv"
    }
fi

checksum() {
    cksum <"requirements/$1.txt"
}

stamp() {
    echo ".venv/.installed-$1"
}

if [ "$(cat "$(stamp "$set_name")" 2>/dev/null)" != "$(checksum "$set_name")" ]; then
    say "部品を入れます（requirements/$set_name.txt、初めは1〜2分かかります）"
    # Both stamps go first: an interrupted try is then tried again.
    rm -f "$(stamp runtime)" "$(stamp test)"
    "$python" -m pip install -qq --disable-pip-version-check --no-input --no-compile \
        --require-hashes -r "requirements/$set_name.txt" ||
        fail "部品を入れられませんでした。ネットワークを確かめて、もう一度どうぞ。"
    checksum runtime >"$(stamp runtime)"
    # The test set holds the runtime set at the same versions; the reverse is not so.
    [ "$set_name" = runtime ] || checksum "$set_name" >"$(stamp "$set_name")"
fi
