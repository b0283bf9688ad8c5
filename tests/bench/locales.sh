#!/usr/bin/env bash
# Measures the checks of Fluent files and the way of uploads to phones, of one region and of fifty. Loopback only. About
# two minutes.
#
#   cargo build --release --workspace --bin lotse --example checks
#   tests/bench/locales.sh
#
# Settings (environment): CORPUS=../shared/data/ftl-corpus LOTSE=target/release/lotse CHECKS=target/release/examples/checks
# UPLOADS=20. The result is Markdown on standard output; progress on standard error.
set -euo pipefail
cd "$(dirname "$0")/../.."

. tests/bench/start.sh
measure tests/bench/locales.py
