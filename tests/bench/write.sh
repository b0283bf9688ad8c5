#!/usr/bin/env bash
# Measures what writes cost: publishing, bulk pushes, reads while others publish; on SQLite, and on PostgreSQL where it is
# installed. Durable, as in operation: each answer waits for the disk. Loopback only. About 8 minutes.
#
#   cargo build --release --bin lotse
#   tests/bench/write.sh
#
# Settings (environment): ONLY="publish push reads" (which figures) DATABASES="sqlite postgres" WRITE_SECONDS=10 (of each
# figure of publishing) PUSHES=5 ROUNDS=7 SECONDS_EACH=5 (of reads) DATA=../shared/data/integreat-lkaugsburg (a made-up district
# where it is missing) REGION=lkaugsburg LOTSE=target/release/lotse SERVE_ARGS="" (more for `lotse serve`).
# The result is Markdown on standard output, each line also on the way; progress on standard error.
set -euo pipefail
cd "$(dirname "$0")/../.."

. tests/bench/start.sh
command -v wrk >/dev/null || install wrk
measure tests/bench/write.py
