#!/usr/bin/env bash
# Writes while many clients sync and the server is killed again and again. Then every acknowledged write has to be
# there, every client has to reach the head within two syncs, and `lotse sync verify` has to find nothing: else 1.
#
#   cargo build --release
#   npm --prefix sync/typescript run build   (optional: the TypeScript client takes part)
#   tests/bench/soak.sh
#
# Settings (environment): SECONDS=60 CLIENTS=200 WRITES=20 (a second) KILLS=5 SEED=1
# DATA=../shared/data/integreat-lkaugsburg (without it the sample content) REGION=lkaugsburg
# LOTSE=target/release/lotse.
# The summary is on standard output, progress on standard error.
set -euo pipefail
cd "$(dirname "$0")/../.."

. tests/bench/start.sh
measure tests/bench/soak.py
