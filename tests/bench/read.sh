#!/usr/bin/env bash
# Measures what reads cost: Lotse beside a bare actix server and nginx that answer the same bytes. Loopback only.
#
#   cargo build --release && cargo build --release -p lotse --example bare
#   tests/bench/read.sh
#
# Settings (environment): ROUNDS=7 SECONDS_EACH=5 WORKERS=2 REGIONS=1000 (1: leave the many regions out)
# IMPORT_LIMIT=600 (seconds for the many regions) DATA=../shared/data/integreat-lkaugsburg REGION=lkaugsburg
# LOTSE=target/release/lotse BARE=target/release/examples/bare SERVE_ARGS="" (more arguments for `lotse serve`).
# The result is Markdown on standard output, progress on standard error.
set -euo pipefail
cd "$(dirname "$0")/../.."

install() {
    echo "installing $1 with apt-get" >&2
    local as_root=()
    [ "$(id -u)" -eq 0 ] || as_root=(sudo)
    "${as_root[@]}" apt-get update -qq >&2
    "${as_root[@]}" apt-get install -y -qq --no-install-recommends "$1" >&2
}

export PATH="$PATH:/usr/sbin"
command -v wrk >/dev/null || install wrk
if ! command -v nginx >/dev/null; then
    install nginx
    # Debian starts what it installs; the measurement starts its own.
    service nginx stop >&2 || true
fi

work=$(mktemp -d)
measuring=
stop() {
    trap - EXIT
    [ -z "$measuring" ] || kill "$measuring" 2>/dev/null || true
    [ -z "$measuring" ] || wait "$measuring" 2>/dev/null || true
    # read.py stops what it starts; this is for the case that it could not.
    if [ -f "$work/started" ]; then
        while read -r pid; do kill -KILL -- "-$pid" 2>/dev/null || true; done <"$work/started"
    fi
    rm -rf "$work"
}
trap stop EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

python3 tests/bench/read.py "$work" &
measuring=$!
wait "$measuring"
