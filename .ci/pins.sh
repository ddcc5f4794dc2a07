#!/bin/sh
# Compiles pyproject.toml into the hashed sets of requirements/. The header and every option that
# could name a package index are left out: the sets hold on any machine.
. "$(dirname "$0")/common.sh"

sh .ci/environment.sh runtime
"$python" -m piptools --version >/dev/null 2>&1 ||
    "$python" -m pip install -qq --disable-pip-version-check pip-tools

# compile SET SOURCE [OPTION...]
compile() {
    output=requirements/$1.txt source=$2
    shift 2
    say "$output"
    "$python" -m piptools compile --quiet --generate-hashes --strip-extras --no-header \
        --no-emit-index-url --no-emit-trusted-host --no-emit-find-links \
        --output-file "$output" "$@" "$source"
}

compile runtime pyproject.toml
compile test pyproject.toml --extra test --constraint requirements/runtime.txt
compile data pyproject.toml --extra data --constraint requirements/runtime.txt
# Datasette asks for pip and setuptools, which are left out elsewhere.
compile bench pyproject.toml --extra bench --constraint requirements/runtime.txt --allow-unsafe
compile postgres requirements/postgres.in
