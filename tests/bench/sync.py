"""The measurement behind sync.sh; the folder it may write to is its only argument."""

import os
import pathlib
import re
import signal
import subprocess
import sys

import districts
import phones
import publishing
import streams
import traffic
from contests import ROUNDS, SECONDS, Case, CheapCase, contest
from figures import Figures
from servers import BARE, DATA, LOTSE, REGION, import_region, lotse, must_be_built, say, wait_until_quiet

# So many pages have 20 KB in gzip.
SOME = 26
ALL = "bytes load cpu visible polls streams builder clients"
ONLY = os.environ.get("ONLY", ALL).split()


def first_part(phone):
    return f"{phone.base}/o/{phone.scopes['de'].manifest['parts'][0]['sha256']}"


def measure_cpu(figures, prepared):
    """CPU per request beside the bare server, for real objects of the district as phones ask for them."""
    data = traffic.again(prepared[0], "cpu")
    import_region(districts.of_size(SOME), "some", data)
    with lotse("lotse", data) as server:
        phone, some = traffic.synced(server), phones.Phone(server.port, "some", ["de"])
        some.sync()
        manifest, whole, part = f"{phone.base}/o/{phone.scopes['de'].id}", first_part(phone), first_part(some)
        for path in (manifest, whole, part):
            traffic.counted(server, path, "gzip")
        wait_until_quiet(server)
        cases = [
            Case("all of `de`, gzip", server, whole, "gzip"),
            Case(f"{SOME} pages, gzip", server, part, "gzip"),
            CheapCase("manifest, plain", server, manifest, "identity"),
            CheapCase("head 304", server, f"{phone.base}/head", "gzip", conditional=True),
            CheapCase("recent 304", server, f"{phone.base}/recent/de", "gzip", conditional=True),
        ]
        print(f"\n## CPU per request\n\nwrk -t2 -c64, {ROUNDS} rounds of {SECONDS} s, servers in turn.")
        for case, bare, nginx in contest(server, cases):
            limit = 1.25 if isinstance(case, CheapCase) else 1.05
            size = "" if case.conditional else f" ({len(case.body):,} B)"
            note = f"; requests/s {bare[0]:.2f} of bare, {nginx[0]:.2f} of nginx; CPU {nginx[1]:.2f} of nginx"
            figures.at_most(f"CPU per request, {case.name}{size}, lotse / bare", bare[1], limit, "times", 3, note)


def measure_clients(figures):
    """The clients' own timing programs, where they are built."""
    example = pathlib.Path(os.environ.get("CLIENT", "target/release/examples/client"))
    report_client(figures, "reference client", [str(example)], example, {"two scopes": 150, "one page": 10})
    script, built = pathlib.Path("sync/typescript/bench.mjs"), pathlib.Path("sync/typescript/build/src/index.js")
    needed = script if not script.exists() else built
    report_client(figures, "TypeScript client", ["node", str(script)], needed, {"district": 1000, "one page": 30})


def report_client(figures, name, command, needed, limits):
    if not needed.exists():
        return figures.skip(name, f"{needed} is not there")
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode:
        return figures.skip(name, done.stderr.strip()[-200:])
    for line in done.stdout.splitlines():
        limit = next((limit for begin, limit in limits.items() if line.startswith(begin)), None)
        took = re.search(r": (?:median )?([\d.]+) ms", line)
        if limit and took:
            figures.at_most(f"{name}: {line.split(':')[0]}", float(took[1]), limit, "ms", 1)


def measure(figures):
    if "clients" in ONLY:
        measure_clients(figures)
    if not DATA.is_dir():
        return figures.skip("everything about the district", f"there is no district in {DATA}")
    prepared = None
    if set(ONLY) - {"builder", "clients"}:
        prepared = traffic.prepare(districts.twenty_languages(), "twenty-languages")
    measurements = {
        "bytes": traffic.measure_day,
        "load": traffic.measure_first_load,
        "visible": publishing.measure_visibility,
        "polls": publishing.measure_polls,
        "streams": streams.measure_streams,
        "cpu": measure_cpu,
    }
    for name, measurement in measurements.items():
        if name in ONLY:
            say(f"measuring {name}")
            measurement(figures, prepared)
    if "builder" in ONLY:
        publishing.measure_builder(figures)


def main():
    # Also a plain `kill` unwinds, so that every server is stopped.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    must_be_built(LOTSE, BARE)
    print("# What delta sync costs\n")
    print(f"Region `{REGION}` in {len(districts.LANGUAGES)} languages. Load at the start: {os.getloadavg()[0]:.2f}.\n")
    figures = Figures()
    try:
        measure(figures)
    finally:
        figures.print_table()


main()
