"""The measurement behind read.sh; the folder it may write to is its only argument."""

import json
import os
import signal
import sys
import time

from contests import ROUNDS, SECONDS, WORKERS, Case, CheapCase, alternate, contest, ratios, report
from servers import BARE, DATA, LOTSE, REGION, WORK, get, import_region, lotse, must_be_built, say, wait_until_quiet

REGIONS = int(os.environ.get("REGIONS", "1000"))
IMPORT_LIMIT = float(os.environ.get("IMPORT_LIMIT", "600"))


def measure_reads(server, region, language):
    pages, regions = f"/api/v3/{region}/{language}/pages/", "/api/v3/regions/"
    for coding in ("br", "gzip"):
        get(server.port, pages, {"Accept-Encoding": coding})
    wait_until_quiet(server)
    cases = [
        Case("pages raw", server, pages, "identity"),
        Case("pages gzip", server, pages, "gzip"),
        Case("pages br", server, pages, "br"),
        CheapCase("regions", server, regions, "identity"),
        CheapCase("pages 304", server, pages, "gzip", conditional=True),
    ]
    print(f"\n## Reads\n\nwrk -t2 -c64, {ROUNDS} rounds of {SECONDS} s, servers in turn, {WORKERS} workers each.")
    contest(server, cases)
    return cases[1], cases[4]


# Many regions


def small_region(region):
    """An Integreat folder with two pages in one language."""

    def page(number, title, parent):
        path = f"/{region}/de/{title.lower()}/"
        return {
            "id": number, "url": f"https://cms.example{path}", "path": path, "title": title,
            "modified_gmt": "2024-01-01T10:00:00Z", "last_updated": "2024-01-01T11:00:00+01:00",
            "excerpt": title, "content": f"<p>{title} in {region}</p>", "parent": parent, "order": number,
            "available_languages": {}, "thumbnail": None, "organization": None, "hash": None, "embedded_offers": [],
        }  # fmt: skip

    root = page(1, "Willkommen", {"id": 0, "url": None, "path": None})
    child = page(2, "Ankommen", {key: root[key] for key in ("id", "url", "path")})
    folder = WORK / "small"
    (folder / "de").mkdir(parents=True, exist_ok=True)
    (folder / "de" / "pages.json").write_text(json.dumps([root, child]))
    return folder


def import_many(data):
    """Fill up to REGIONS regions and answer their names and how long it took."""
    began, names = time.monotonic(), []
    while len(names) < REGIONS - 1 and time.monotonic() - began < IMPORT_LIMIT:
        names.append(f"small-{len(names) + 1:04}")
        import_region(small_region(names[-1]), names[-1], data)
        if len(names) % 100 == 0:
            say(f"{len(names)} small regions imported")
    return names, time.monotonic() - began


def measure_many_regions(one, cases):
    many = WORK / "many"
    import_region(DATA, REGION, many)
    names, took = import_many(many)
    print(f"\n## One region and {len(names) + 1:,}\n\n{len(names):,} small regions were imported in {took:.0f} s.")
    if len(names) < REGIONS - 1:
        print(f"{REGIONS:,} regions would have taken longer than {IMPORT_LIMIT:.0f} s.")
    with lotse("lotse-many", many) as server:
        for name in names:
            get(server.port, f"/api/v3/{name}/de/pages/")
        for case in cases:
            get(server.port, case.path, case.headers)
        wait_until_quiet(server)
        print(f"Resident memory after every list of pages was read once: {server.resident_mib():.0f} MiB.")
        for case in cases:
            contestants = [(each, case.path, case.request_to(each, case.path)) for each in (one, server)]
            results = alternate(case.name, contestants)
            report(f"{case.name}, {len(names) + 1:,} regions beside one", results)
            throughput, cpu = ratios(results, "lotse-many", "lotse")
            print(f"\nMany / one: requests/s {throughput:.3f}, CPU per request {cpu:.3f}.", flush=True)


def measure_district():
    data = WORK / "data"
    took = import_region(DATA, REGION, data)
    languages = sorted(folder.name for folder in DATA.iterdir() if folder.is_dir())
    print(f"Import of {' and '.join(languages)} into an empty SQLite database: {took:.2f} s.")
    with lotse("lotse", data) as server:
        started = server.resident_mib()
        for language in languages:
            get(server.port, f"/api/v3/{REGION}/{language}/pages/")
        plain = server.resident_mib()
        for language in languages:
            for coding in ("br", "gzip", "zstd"):
                get(server.port, f"/api/v3/{REGION}/{language}/pages/", {"Accept-Encoding": coding})
        print(
            f"\nResident memory of lotse: {started:.0f} MiB after the start, {plain:.0f} MiB after both languages"
            f" were read, {server.resident_mib():.0f} MiB after all their codings."
        )
        cases = measure_reads(server, REGION, "de")
        print(f"\nResident memory of lotse after the reads: {server.resident_mib():.0f} MiB.", flush=True)
        if REGIONS > 1:
            measure_many_regions(server, cases)


def measure_demo():
    say(f"There is no district in {DATA}, so the demo data is measured; its numbers compare with nothing.")
    print(f"The district's data is not in `{DATA}`: these are the reads of the demo data.")
    with lotse("lotse", WORK / "demo", "--demo") as server:
        region = json.loads(get(server.port, "/api/v3/regions/")[2])[0]
        measure_reads(server, region["path"].strip("/"), region["languages"][0]["code"])


def main():
    # Also a plain `kill` unwinds, so that every server is stopped.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    must_be_built(LOTSE, BARE)
    print("# What reads cost\n")
    if DATA.is_dir():
        measure_district()
    else:
        measure_demo()


main()
