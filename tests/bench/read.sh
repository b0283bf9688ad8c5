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

. tests/bench/start.sh
need_servers
measure tests/bench/read.py
