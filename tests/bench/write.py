"""The measurement behind write.sh; the folder it may write to is its only argument."""

import contextlib
import http.client
import itertools
import json
import os
import signal
import statistics
import sys
import time

import districts
import postgres
from contests import ROUNDS, SECONDS, spread
from editors import around_the_median, create_token, pages_by_length
from figures import Figures
from servers import DATA, LOTSE, REGION, WORK, get, import_region, lotse, must_be_built, say
from wrk import NUMBER, Load, prepare, request

ONLY = os.environ.get("ONLY", "publish push reads").split()
DATABASES = os.environ.get("DATABASES", "sqlite postgres").split()
WRITE_SECONDS = int(os.environ.get("WRITE_SECONDS", "10"))
PUSHES = int(os.environ.get("PUSHES", "5"))
# More than there are writers, so that none writes what another is writing.
PAGES = 40
WRITERS, READERS = 8, 32
PUSHED = 1000
NAMES = {"sqlite": "SQLite", "postgres": "PostgreSQL"}


class Place:
    """A database with the district in it, and the server in front of it."""

    def __init__(self, kind, engine, name):
        self.name, self.engine = NAMES[kind], engine
        self.data = WORK / f"{name}-{kind}"
        self.arguments = ["--database", engine.database(name)] if engine else []
        source = DATA if DATA.is_dir() else districts.made_up()
        took = import_region(source, REGION, self.data, *self.arguments)
        say(f"importing {source.name} into {self.name} took {took:.1f} s")
        self.token = create_token(self.data, "bench", *self.arguments)
        self.headers = {"Authorization": f"Bearer {self.token}", "Content-Type": "application/json"}

    def serve(self):
        return lotse("lotse", self.data, *self.arguments)

    def writes(self, server):
        """Requests that publish one page after the other, each time with another text than it has; and their addresses."""
        paths, requests = [], []
        for _, page, title, html in around_the_median(pages_by_length(server.port, REGION), PAGES):
            body = json.dumps({"title": title, "html": f"{html}<p>Stand {NUMBER}</p>", "state": "public"}).encode()
            paths.append(f"/api/v1/regions/{REGION}/pages/{page}/translations/de")
            requests.append(request("PUT", paths[-1], {**self.headers, "If-Match": "*"}, body))
        return prepare("writes", requests), paths

    def cpu_seconds(self, server):
        """CPU of the server, and of PostgreSQL."""
        return server.cpu_seconds(), self.engine.cpu_seconds() if self.engine else 0.0


# Publishing one page


def measure_publishing(figures, kind, engine):
    """One writer, then several, each with a text that is new every time."""
    place = Place(kind, engine, "publish")
    with place.serve() as server:
        writes, paths = place.writes(server)
        Load(server, writes, WRITERS, 2).end()
        for writers in (1, WRITERS):
            say(f"{place.name}: {writers} writers for {WRITE_SECONDS} s")
            before, used = versions(server, place, paths), place.cpu_seconds(server)
            measured = Load(server, writes, writers, WRITE_SECONDS).end()
            used = [now - then for now, then in zip(place.cpu_seconds(server), used)]
            appended = versions(server, place, paths) - before
            # Those that were under way when this wrk, or the one before, has stopped were not counted by it.
            if not measured["requests"] <= appended <= measured["requests"] + 2 * WRITERS:
                raise SystemExit(f"{measured['requests']} writes were answered, and {appended} versions are there")
            report_publishing(figures, place, writers, measured, used)


def report_publishing(figures, place, writers, measured, used):
    what = f"publish one page, {place.name}, {writers} writer{'s' * (writers > 1)}"
    shown = f"p50 {measured['p50']:.1f} ms, p99 {measured['p99']:.1f} ms, max {measured['max']:.0f} ms"
    each = [1e3 * seconds / measured["requests"] for seconds in used]
    cpu = f"{measured['rate']:.0f}/s, {each[0]:.1f} ms CPU each" + (f" and {each[1]:.1f} ms of PostgreSQL" if each[1] else "")
    load = f"wrk used {measured['cpu']:.2f} cores"
    asked, is_met = ("p50 < 8 ms", measured["p50"] < 8) if writers == 1 else ("p99 < 40 ms", measured["p99"] < 40)
    figures.add(what, f"{shown}; {cpu}; {load}", asked, is_met)


def versions(server, place, paths):
    """How many versions of all these texts there are."""
    return sum(json.loads(get(server.port, path, place.headers)[2])["version"] for path in paths)


# Bulk pushes


def measure_pushes(figures, kind, engine):
    """A thousand pages in one request, into regions of their own."""
    place = Place(kind, engine, "push")
    with place.serve() as server:
        texts = pages_by_length(server.port, REGION)
        quarter = len(texts) // 4
        texts = list(itertools.islice(itertools.cycle(texts[quarter : 3 * quarter]), PUSHED))
        bodies = [push_of(texts, "erste"), push_of(texts, "zweite")]
        empty, full = [], []
        for number in range(PUSHES):
            say(f"{place.name}: push {number + 1} of {PUSHES}")
            region = f"push-{number}"
            new = {"slug": region, "name": region, "default_language": "de", "time_zone": "Europe/Berlin"}
            send(server, "POST", "/api/v1/regions", place.headers, json.dumps(new).encode())
            for body, took in zip(bodies, (empty, full)):
                began = time.monotonic()
                send(server, "POST", f"/api/v1/regions/{region}/changes", place.headers, body)
                took.append(time.monotonic() - began)
    size = len(bodies[0]) / 1e6
    for where, took in (("an empty region", empty), (f"a region with {PUSHED:,}", full)):
        shown = f"median {statistics.median(took):.2f} s, max {max(took):.2f} s of {PUSHES}; {size:.1f} MB"
        what = f"push {PUSHED:,} pages into {where}, {place.name}"
        figures.add(what, shown, "< 1.5 s", statistics.median(took) < 1.5)


def push_of(texts, word):
    """A tree: every tenth page is a root, the others are below it."""
    operations, root = [], None
    for number, (_, _, title, html) in enumerate(texts):
        text = {"title": f"{title} ({word} {number})", "html": html, "state": "public"}
        operation = {"language": "de", "text": text}
        if number % 10 == 0:
            root = f"$page{number}"
            operation["name"] = root
        else:
            operation["place"] = {"last_in": root}
        operations.append({"create_page": operation})
    return json.dumps({"operations": operations}).encode()


def send(server, method, path, headers, body):
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=60)
    with contextlib.closing(connection):
        connection.request(method, path, body, headers)
        response = connection.getresponse()
        text = response.read()
        if not 200 <= response.status < 300:
            raise SystemExit(f"{method} {path} answers {response.status}: {text[:300]!r}")


# Reads while others publish


def measure_reads(figures, kind, engine):
    """Rounds of reads, with nothing else and while others publish without pause, in turn."""
    place = Place(kind, engine, "reads")
    with place.serve() as server:
        writes, _ = place.writes(server)
        for what, path in (("v3 `pages/`", f"/api/v3/{REGION}/de/pages/"), ("`head`", f"/sync/v1/{REGION}/head")):
            reads = prepare("reads", [request("GET", path, {"Accept-Encoding": "gzip"})])
            Load(server, reads, READERS, 1).end()
            rounds = read_rounds(f"{place.name}, {what}", place, server, reads, writes)
            report_reads(figures, f"{what}, {place.name}", rounds)


def read_rounds(name, place, server, reads, writes):
    rounds = {"quiet": [], "busy": []}
    for number in range(ROUNDS):
        say(f"{name}: round {number + 1} of {ROUNDS}")
        for kind in ("quiet", "busy") if number % 2 else ("busy", "quiet"):
            writing = Load(server, writes, WRITERS, SECONDS + 2) if kind == "busy" else None
            if writing:
                time.sleep(1)
            used = place.cpu_seconds(server)
            reading = Load(server, reads, READERS, SECONDS).end()
            used = [(now - then) / SECONDS for now, then in zip(place.cpu_seconds(server), used)]
            rounds[kind].append({"read": reading, "written": writing and writing.end(), "cpu": used})
            # What was written last is published, and better compressed, in a moment of its own.
            time.sleep(1)
    return rounds


def report_reads(figures, what, rounds):
    rate = {kind: [round_["read"]["rate"] for round_ in rounds[kind]] for kind in rounds}
    ratio = statistics.median(rate["busy"]) / statistics.median(rate["quiet"])
    written = statistics.median(round_["written"]["rate"] for round_ in rounds["busy"])
    shown = f"{ratio:.2f} ({spread(rate['busy'], 0)} of {spread(rate['quiet'], 0)} requests/s), {written:.0f} writes/s"
    figures.add(f"reads of {what}, while {WRITERS} writers publish, of those undisturbed", shown, ">= 0.7", ratio >= 0.7)
    cores = {kind: [statistics.median(used) for used in zip(*(round_["cpu"] for round_ in rounds[kind]))] for kind in rounds}
    wrk = {kind: statistics.median(round_["read"]["cpu"] for round_ in rounds[kind]) for kind in rounds}
    writers = statistics.median(round_["written"]["cpu"] for round_ in rounds["busy"])
    for kind in rounds:
        more = f", PostgreSQL {cores[kind][1]:.2f}" if cores[kind][1] else ""
        more += f", the writers' wrk {writers:.2f}" if kind == "busy" else ""
        state = {"quiet": "undisturbed", "busy": "while others publish"}[kind]
        figures.add(f"cores used, {what}, {state}", f"server {cores[kind][0]:.2f}, the readers' wrk {wrk[kind]:.2f}{more}")


def measure(figures):
    measurements = {"publish": measure_publishing, "push": measure_pushes, "reads": measure_reads}
    for kind in DATABASES:
        with postgres.running() if kind == "postgres" else contextlib.nullcontext() as engine:
            if kind == "postgres" and not engine:
                figures.skip("everything on PostgreSQL", "it is not installed here")
                continue
            for name, measurement in measurements.items():
                if name in ONLY:
                    say(f"measuring {name} on {NAMES[kind]}")
                    measurement(figures, kind, engine)


def main():
    # Also a plain `kill` unwinds, so that every server is stopped.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    must_be_built(LOTSE)
    print("# What writes cost\n")
    print(f"{os.cpu_count()} cores, which the load shares. Load at the start: {os.getloadavg()[0]:.2f}.\n")
    figures = Figures()
    try:
        measure(figures)
    finally:
        figures.print_table()


main()
