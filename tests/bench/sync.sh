#!/usr/bin/env bash
# Measures delta sync: bytes at the socket, CPU, publishing, polls, signals, clients. Loopback only. About 12 minutes.
#
#   cargo build --release --workspace --bin lotse --example bare
#   cargo build --release -p lotse-sync --example client   (optional: the reference client's own times)
#   npm --prefix sync/typescript run build                 (optional: the TypeScript client's own times)
#   tests/bench/sync.sh
#
# Settings (environment): ONLY="bytes load cpu visible polls streams builder clients" (which figures)
# ROUNDS=7 SECONDS_EACH=5 WORKERS=2 (of the contests) VISIBLE_SECONDS=20 EDITS=20 MANY_PAGES=25000 STREAMS=1000
# STREAM_SECONDS=60 DATA=../shared/data/integreat-lkaugsburg REGION=lkaugsburg LOTSE=target/release/lotse
# BARE=target/release/examples/bare CLIENT=target/release/examples/client SERVE_ARGS="" (more for `lotse serve`).
# The result is Markdown on standard output, each line also on the way; progress on standard error.
set -euo pipefail
cd "$(dirname "$0")/../.."

. tests/bench/start.sh
need_servers
measure tests/bench/sync.py
