"""The measurement behind read.sh; the folder it may write to is its only argument."""

import contextlib
import gzip
import http.client
import json
import os
import pathlib
import re
import shlex
import signal
import socket
import statistics
import subprocess
import sys
import time

ROUNDS = int(os.environ.get("ROUNDS", "7"))
SECONDS = int(os.environ.get("SECONDS_EACH", "5"))
WORKERS = os.environ.get("WORKERS", "2")
REGIONS = int(os.environ.get("REGIONS", "1000"))
IMPORT_LIMIT = float(os.environ.get("IMPORT_LIMIT", "600"))
DATA = pathlib.Path(os.environ.get("DATA", "../shared/data/integreat-lkaugsburg"))
REGION = os.environ.get("REGION", "lkaugsburg")
LOTSE = os.environ.get("LOTSE", "target/release/lotse")
BARE = os.environ.get("BARE", "target/release/examples/bare")
SERVE_ARGS = shlex.split(os.environ.get("SERVE_ARGS", ""))
WORK = pathlib.Path(sys.argv[1])

TICKS = os.sysconf("SC_CLK_TCK")
WRITTEN_ANYWAY = {"connection", "content-length", "date", "keep-alive", "server", "transfer-encoding"}


def say(text):
    print(text, file=sys.stderr, flush=True)


# Processes


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Server:
    """A running server process with the address it listens on."""

    def __init__(self, name, port, command, ready):
        self.name, self.port = name, port
        self.log = WORK / f"{name}.log"
        # A process group of its own, so that stopping it also stops its workers.
        self.process = subprocess.Popen(
            command, stdout=self.log.open("w"), stderr=subprocess.STDOUT, start_new_session=True
        )
        with (WORK / "started").open("a") as started:
            print(self.process.pid, file=started)
        self.wait_for(ready)

    def wait_for(self, ready):
        end = time.monotonic() + 60
        while time.monotonic() < end and self.process.poll() is None:
            with contextlib.suppress(OSError):
                if get(self.port, ready)[0] < 400:
                    return
            time.sleep(0.05)
        self.stop()
        raise SystemExit(f"{self.name} did not start:\n{self.log.read_text()}")

    def stop(self):
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGTERM)
        try:
            self.process.wait(15)
        except subprocess.TimeoutExpired:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()

    def pids(self):
        children = pathlib.Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text().split()
        return [self.process.pid, *map(int, children)]

    def cpu_seconds(self):
        """User and system time of all threads of the server and its workers."""
        total = 0
        for pid in self.pids():
            fields = pathlib.Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
            total += int(fields[11]) + int(fields[12])
        return total / TICKS

    def resident_mib(self):
        status = pathlib.Path(f"/proc/{self.process.pid}/status").read_text()
        return int(re.search(r"VmRSS:\s+(\d+)", status)[1]) / 1024


@contextlib.contextmanager
def running(*arguments):
    server = Server(*arguments)
    try:
        yield server
    finally:
        server.stop()


def lotse(name, data, *more):
    port = free_port()
    command = [LOTSE, "serve", "--data", str(data), "--listen", f"127.0.0.1:{port}", *more, *SERVE_ARGS]
    return running(name, port, command, "/health/ready")


def import_region(source, region, data):
    """Import one region and answer how long it took."""
    began = time.monotonic()
    command = [LOTSE, "import", "integreat", str(source), "--region", region, "--data", str(data)]
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    if done.returncode:
        raise SystemExit(f"the import failed:\n{done.stdout}")
    return time.monotonic() - began


# Requests


def get(port, path, headers=None):
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    try:
        connection.request("GET", path, headers={"Accept-Encoding": "identity", **(headers or {})})
        response = connection.getresponse()
        return response.status, {name.lower(): value for name, value in response.getheaders()}, response.read()
    finally:
        connection.close()


def load(server, path, headers):
    """One round of wrk: requests per second, and CPU milliseconds of the server per request."""
    command = ["wrk", "-t2", "-c64", f"-d{SECONDS}s"]
    for name, value in headers.items():
        command += ["-H", f"{name}: {value}"]
    before = server.cpu_seconds()
    text = subprocess.run(
        [*command, f"http://127.0.0.1:{server.port}{path}"], check=True, capture_output=True, text=True
    ).stdout
    used = server.cpu_seconds() - before
    if trouble := re.search(r"(Non-2xx.*|Socket errors.*)", text):
        say(f"  {server.name}: {trouble[1]}")
    requests = int(re.search(r"(\d+) requests in", text)[1])
    return float(re.search(r"Requests/sec:\s+([\d.]+)", text)[1]), 1000 * used / max(requests, 1)


class Case:
    """One request that is measured, with the answer of Lotse to it."""

    def __init__(self, name, server, path, accepted, conditional=False):
        self.name, self.path, self.conditional = name, path, conditional
        self.headers = {"Accept-Encoding": accepted}
        self.target = "CPU <= 1.05 or req/s >= 0.95"
        status, self.answered, self.body = get(server.port, path, self.headers)
        if status != 200:
            raise SystemExit(f"{path} answers {status}")
        self.file = WORK / f"{re.sub('[^a-z0-9]+', '-', name)}.response"
        command = ["curl", "-s", "--include", "--raw", "-H", f"Accept-Encoding: {accepted}"]
        self.file.write_bytes(
            subprocess.run([*command, f"http://127.0.0.1:{server.port}{path}"], check=True, capture_output=True).stdout
        )

    def is_met(self, throughput, cpu):
        return cpu <= 1.05 or throughput >= 0.95

    def request_to(self, server, path):
        """The headers to send: for the conditional case with the tag this server itself gives."""
        if not self.conditional:
            return self.headers
        tag = get(server.port, path, self.headers)[1]["etag"]
        status = get(server.port, path, {**self.headers, "If-None-Match": tag})[0]
        if status != 304:
            raise SystemExit(f"{server.name} answers {status} instead of 304")
        return {**self.headers, "If-None-Match": tag}

    def check(self, server, path, strictly):
        """Both answer the same bytes; the bare server also the same headers."""
        _, answered, body = get(server.port, path, self.headers)
        encoding = self.answered.get("content-encoding")
        same = body == self.body and answered.get("content-encoding") == encoding
        if strictly:
            ours = {name: value for name, value in self.answered.items() if name not in WRITTEN_ANYWAY}
            same = same and ours == {name: value for name, value in answered.items() if name not in WRITTEN_ANYWAY}
        if not same:
            raise SystemExit(f"{server.name} answers {self.name} with {answered} instead of {self.answered}")


class CheapCase(Case):
    """A small answer, where the framework costs more than the bytes."""

    def __init__(self, *arguments, **options):
        super().__init__(*arguments, **options)
        self.target = "CPU <= 1.25"

    def is_met(self, throughput, cpu):
        return cpu <= 1.25


# nginx


def nginx_path(case):
    return f"/{case.file.stem}.json"


def nginx_location(case):
    """The bytes as a static file; gzip beside its plain form for gzip_static, br as a file with the header added."""
    file = WORK / "static" / nginx_path(case).lstrip("/")
    file.parent.mkdir(exist_ok=True)
    coding = case.answered.get("content-encoding")
    if coding == "gzip":
        file.write_bytes(gzip.decompress(case.body))
        file.with_name(file.name + ".gz").write_bytes(case.body)
    else:
        file.write_bytes(case.body)
    lines = ["gzip_static on;"] if coding == "gzip" else []
    skipped = WRITTEN_ANYWAY | {"content-type", "etag"} | ({"content-encoding"} if coding == "gzip" else set())
    for name, value in case.answered.items():
        if name not in skipped:
            lines.append(f"add_header {name} {json.dumps(value)};")
    lines.append(f"default_type {json.dumps(case.answered['content-type'])};")
    return f"location = {nginx_path(case)} {{ {' '.join(lines)} }}"


def nginx(cases):
    port, folder = free_port(), WORK / "nginx"
    folder.mkdir()
    temporary = " ".join(
        f"{kind}_temp_path {folder};" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    configuration = WORK / "nginx.conf"
    configuration.write_text(
        f"""{'user root;' if os.getuid() == 0 else ''}
worker_processes {WORKERS}; daemon off; pid {folder}/pid; error_log stderr;
events {{ worker_connections 1024; }}
http {{
  {temporary}
  access_log off; sendfile on; tcp_nopush on; keepalive_requests 1000000000; open_file_cache max=100; types {{ }}
  server {{
    listen 127.0.0.1:{port}; root {WORK}/static;
    location = /ready {{ return 204; }}
    {' '.join(map(nginx_location, cases))}
  }}
}}
"""
    )
    return running("nginx", port, ["nginx", "-c", str(configuration), "-e", "stderr"], "/ready")


# The report


def spread(values, digits):
    low, middle, high = min(values), statistics.median(values), max(values)
    return f"{middle:,.{digits}f} [{low:,.{digits}f}..{high:,.{digits}f}]"


def alternate(name, contestants):
    """Run the rounds server by server; answers per server the lists of req/s and of CPU ms per request."""
    results = {server.name: ([], []) for server, _, _ in contestants}
    for round_ in range(ROUNDS):
        say(f"{name}: round {round_ + 1} of {ROUNDS}")
        turn = round_ % len(contestants)
        for server, path, headers in contestants[turn:] + contestants[:turn]:
            for values, value in zip(results[server.name], load(server, path, headers)):
                values.append(value)
    return results


def ratios(results, one, other):
    """How `one` compares with `other`: throughput and CPU per request, medians."""
    throughput, cpu = (
        statistics.median(ours) / (statistics.median(theirs) or float("nan"))
        for ours, theirs in zip(results[one], results[other])
    )
    return throughput, cpu


def report(name, results):
    print(f"\n### {name}\n\n| server | requests/s, median [min..max] | CPU ms/request |\n| --- | --- | --- |")
    for server, (throughput, cpu) in results.items():
        print(f"| {server} | {spread(throughput, 0)} | {spread(cpu, 4)} |")
    sys.stdout.flush()


def report_case(case, results):
    report(f"{case.name} ({len(case.body):,} bytes)" if not case.conditional else case.name, results)
    print("\n| | requests/s | CPU/request | target | |\n| --- | --- | --- | --- | --- |")
    throughput, cpu = ratios(results, "lotse", "bare")
    verdict = "met" if case.is_met(throughput, cpu) else "**missed**"
    print(f"| lotse / bare | {throughput:.3f} | {cpu:.3f} | {case.target} | {verdict} |")
    throughput, cpu = ratios(results, "lotse", "nginx")
    print(f"| lotse / nginx | {throughput:.3f} | {cpu:.3f} | | |", flush=True)


def wait_until_quiet(server):
    """Better compression follows once a body has been unchanged for 30 s; measuring begins after that work is done."""
    say(f"waiting until {server.name} has been quiet for 35 s")
    used, since, end = server.cpu_seconds(), time.monotonic(), time.monotonic() + 240
    while time.monotonic() < min(since + 35, end):
        time.sleep(1)
        if server.cpu_seconds() > used + 0.05:
            used, since = server.cpu_seconds(), time.monotonic()


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
    with nginx(cases) as static:
        for case in cases:
            port = free_port()
            command = [BARE, str(port), WORKERS, case.path, str(case.file)]
            with running("bare", port, command, case.path) as bare:
                case.check(bare, case.path, strictly=True)
                case.check(static, nginx_path(case), strictly=False)
                contestants = [(server, case.path), (bare, case.path), (static, nginx_path(case))]
                contestants = [(one, path, case.request_to(one, path)) for one, path in contestants]
                report_case(case, alternate(case.name, contestants))
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
    for binary in (LOTSE, BARE):
        if not os.access(binary, os.X_OK):
            raise SystemExit(f"{binary} is missing; read.sh says how to build it")
    print("# What reads cost\n")
    if DATA.is_dir():
        measure_district()
    else:
        measure_demo()


main()
