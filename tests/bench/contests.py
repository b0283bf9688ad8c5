"""Contests between servers that answer the same bytes: CPU and throughput of Lotse, the bare actix server and nginx."""

import gzip
import json
import os
import re
import statistics
import subprocess
import sys

from servers import BARE, WORK, free_port, get, running, say

ROUNDS = int(os.environ.get("ROUNDS", "7"))
SECONDS = int(os.environ.get("SECONDS_EACH", "5"))
WORKERS = os.environ.get("WORKERS", "2")

WRITTEN_ANYWAY = {"connection", "content-length", "date", "keep-alive", "server", "transfer-encoding"}


def load(server, path, headers, seconds=SECONDS):
    """One round of wrk: requests per second, and CPU milliseconds of the server per request."""
    command = ["wrk", "-t2", "-c64", f"-d{seconds}s"]
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


def contest(server, cases):
    """Measures each case on Lotse, the bare server and nginx; answers lotse / bare and lotse / nginx for each."""
    compared = []
    with nginx(cases) as static:
        for case in cases:
            port = free_port()
            command = [BARE, str(port), WORKERS, case.path, str(case.file)]
            with running("bare", port, command, case.path) as bare:
                case.check(bare, case.path, strictly=True)
                case.check(static, nginx_path(case), strictly=False)
                contestants = [(server, case.path), (bare, case.path), (static, nginx_path(case))]
                contestants = [(one, path, case.request_to(one, path)) for one, path in contestants]
                results = alternate(case.name, contestants)
                report_case(case, results)
                compared.append((case, ratios(results, "lotse", "bare"), ratios(results, "lotse", "nginx")))
    return compared
