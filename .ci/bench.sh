#!/bin/sh
# Measures the search beside others; sizes may be given: `sh .ci/bench.sh 1000 100000`.
# With BENCH_POSTGRESQL (an empty database of a server, as a URL) PostgreSQL is measured too.
. "$(dirname "$0")/common.sh"

sh .ci/environment.sh test
say "比べる相手を入れます（requirements/bench.txt）"
"$python" -m pip install -qq --disable-pip-version-check --no-input --require-hashes -r requirements/bench.txt
exec "$python" -m bench "$@"
