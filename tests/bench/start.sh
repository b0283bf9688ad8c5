# Common beginning of the measurements, to be sourced: `measure FILE.py` runs it with a folder of its own and cleans up.

install() {
    echo "installing $1 with apt-get" >&2
    local as_root=()
    [ "$(id -u)" -eq 0 ] || as_root=(sudo)
    "${as_root[@]}" apt-get update -qq >&2
    "${as_root[@]}" apt-get install -y -qq --no-install-recommends "$1" >&2
}

need_servers() {
    command -v wrk >/dev/null || install wrk
    if ! command -v nginx >/dev/null; then
        install nginx
        # Debian starts what it installs; the measurement starts its own.
        service nginx stop >&2 || true
    fi
}

measure() {
    work=$(mktemp -d)
    measuring=
    trap stop EXIT
    trap 'exit 130' INT
    trap 'exit 143' TERM
    python3 "$1" "$work" &
    measuring=$!
    wait "$measuring"
}

stop() {
    trap - EXIT
    [ -z "$measuring" ] || kill "$measuring" 2>/dev/null || true
    [ -z "$measuring" ] || wait "$measuring" 2>/dev/null || true
    # The program stops what it starts; this is for the case that it could not.
    if [ -f "$work/started" ]; then
        while read -r pid; do kill -KILL -- "-$pid" 2>/dev/null || true; done <"$work/started"
    fi
    rm -rf "$work"
}

export PATH="$PATH:/usr/sbin" PYTHONDONTWRITEBYTECODE=1
