"""The soak behind soak.sh; the folder it may write to is its only argument. Ends with 1 when something is lost."""

import collections
import json
import os
import pathlib
import random
import re
import resource
import signal
import subprocess
import sys
import threading
import time

import phones
from editors import Editor, Refused, Unanswered, create_token, pages_by_length
from servers import DATA, LOTSE, REGION, WORK, Server, free_port, get, import_region, must_be_built, say

SECONDS = float(os.environ.get("SECONDS", "60"))
CLIENTS = int(os.environ.get("CLIENTS", "200"))
WRITES = float(os.environ.get("WRITES", "20"))
KILLS = int(os.environ.get("KILLS", "5"))
WRITERS, PAGES_EACH, PULLS = 4, 4, 2
SEED = int(os.environ.get("SEED", "1"))
TYPESCRIPT = pathlib.Path("sync/typescript/build/src/index.js")
MARK = re.compile(r"<p>Stand \d+</p>")


class Findings:
    """What went wrong, counted by kind, with the first few of each."""

    def __init__(self):
        self.lock, self.counts, self.examples = threading.Lock(), collections.Counter(), {}

    def add(self, kind, what):
        with self.lock:
            self.counts[kind] += 1
            self.examples.setdefault(kind, []).append(str(what)[:300])

    def print(self):
        for kind, count in self.counts.items():
            print(f"- {kind}: {count}")
            for example in self.examples[kind][:5]:
                print(f"  - {example}")


# The server


class Mortal:
    """The server, killed and started again on the same port and folder."""

    def __init__(self, data, demo):
        self.data, self.port, self.starts, self.restarts = data, free_port(), 0, []
        self.more = ["--demo"] if demo else []
        self.server = self.start()

    def start(self):
        self.starts += 1
        command = [LOTSE, "serve", "--data", str(self.data), "--listen", f"127.0.0.1:{self.port}"]
        return Server(f"lotse-{self.starts}", self.port, [*command, *self.more], "/health/ready")

    def kill(self):
        os.killpg(self.server.process.pid, signal.SIGKILL)
        self.server.process.wait()
        killed = time.monotonic()
        self.server = self.start()
        self.restarts.append(time.monotonic() - killed)

    def killings(self, begin):
        """Kills the server at random moments, one in each part of the time."""
        chance = random.Random(SEED)
        for number in range(KILLS):
            moment = (number + chance.uniform(0.2, 0.9)) * SECONDS / KILLS
            time.sleep(max(0.0, begin + moment - time.monotonic()))
            self.kill()
            say(f"killed and started again {len(self.restarts)} of {KILLS}: ready after {self.restarts[-1]:.2f} s")


# Writing


class Page:
    """What was written into one page: the last acknowledged mark, and marks after it whose answers were lost."""

    def __init__(self, id_):
        self.id, self.text, self.etag = id_, None, None
        self.acknowledged, self.maybe = None, []

    def marks(self):
        return [self.acknowledged, *self.maybe]


class Writer(threading.Thread):
    """Publishes its pages in turn at a steady rate, whatever happens to the server."""

    def __init__(self, number, mortal, token, pages, begin, findings):
        super().__init__(daemon=True)
        self.editor = Editor(mortal.port, REGION_HERE, token)
        self.number, self.pages, self.begin, self.findings = number, [Page(id_) for id_ in pages], begin, findings
        self.acknowledged = self.unanswered = self.refused = 0

    def run(self):
        for count in range(int(SECONDS * WRITES / WRITERS)):
            time.sleep(max(0.0, self.begin + (count + self.number / WRITERS) * WRITERS / WRITES - time.monotonic()))
            self.write(self.pages[count % len(self.pages)], f"<p>Stand {self.number}{count:07}</p>")

    def write(self, page, mark):
        try:
            self.load(page)
            body = {**page.text, "html": MARK.sub("", page.text["html"]) + mark}
            page.maybe.append(mark)
            _, page.etag = self.editor.save(page.id, body, page.etag)
            page.acknowledged, page.maybe = mark, []
            self.acknowledged += 1
        except Unanswered:
            page.etag = None
            self.unanswered += 1
        except Refused as refused:
            # An error of the server, such as 503 while it starts, leaves open whether it has written.
            page.etag = None
            self.refused += 1
            if "answers 5" not in str(refused):
                self.findings.add("a write was refused", refused)

    def load(self, page):
        """Reads the newest version where the last answer did not tell it, and checks that it is no older one."""
        if page.etag:
            return
        page.text, page.etag = self.editor.load(page.id)
        if page.acknowledged and not any(mark in page.text["html"] for mark in page.marks()):
            self.findings.add("an acknowledged write is not the newest version", f"{page.id}: {page.acknowledged}")


# Reading


class Reader(threading.Thread):
    """A phone that syncs again and again, now and then anew from nothing, and never accepts what is wrong."""

    def __init__(self, number, port, running, findings):
        super().__init__(daemon=True)
        self.chance = random.Random(f"{SEED} {number}")
        tags = LANGUAGES[number % 3 - 1 :][:1] if number % 3 else LANGUAGES
        self.phone, self.running, self.findings = phones.Phone(port, REGION_HERE, list(tags)), running, findings
        self.outcomes, self.name = collections.Counter(), f"client {number}"

    def run(self):
        time.sleep(self.chance.uniform(0, 1))
        while self.running.is_set():
            if self.chance.random() < 0.02:
                self.phone.forget()
                self.outcomes["begun anew"] += 1
            self.sync()
            time.sleep(self.chance.uniform(0.5, 1.5))

    def sync(self):
        recent, at = self.chance.random() < 0.5, None
        try:
            outcome = self.phone.sync(recent, at)
        except phones.Broken:
            outcome = "interrupted"
        except phones.Wrong as wrong:
            outcome = self.wrong(wrong)
        if outcome == "stale":
            self.findings.add("the server showed an older head than before", self.name)
        self.outcomes[outcome] += 1

    def wrong(self, wrong):
        """An object may be gone when a newer head is out; what is still wrong then is a finding."""
        try:
            return self.phone.sync(recent=False)
        except phones.Broken:
            return "interrupted"
        except phones.Wrong as again:
            self.findings.add("a client could not accept what it got", f"{self.name}: {wrong}; then {again}")
            return "wrong"

    def converge(self, head, expected):
        """At most two syncs lead to `head`, with the texts that were acknowledged."""
        self.sync()
        self.sync()
        if not self.phone.head or self.phone.order() != (head["epoch_seq"], head["serial"]):
            return self.findings.add("a client did not converge in two syncs", f"{self.name}: {self.phone.order()}")
        if WRITTEN in self.phone.tags:
            for page, marks in expected.items():
                line = self.phone.scopes[WRITTEN].lines[f"page/{page}"][0].decode()
                if not any(mark in json.loads(line)["b"]["html"] for mark in marks):
                    self.findings.add("a client lacks an acknowledged write", f"{self.name}: page {page}: {marks[0]}")


class Puller(threading.Thread):
    """The reference client, run again and again."""

    def __init__(self, number, port, running):
        super().__init__(daemon=True)
        self.running, self.outcomes = running, collections.Counter()
        self.command = [LOTSE, "pull", f"http://127.0.0.1:{port}", REGION_HERE]
        self.command += ["--scope", WRITTEN, "--into", str(WORK / f"pull-{number}.db")]

    def run(self):
        while self.running.is_set():
            done = self.pull()
            self.outcomes["interrupted" if done.returncode else done.stdout.split(": ", 1)[1].split(";")[0]] += 1
            time.sleep(1)

    def pull(self):
        return subprocess.run(self.command, capture_output=True, text=True)

    def converge(self, head, findings):
        self.pull()
        done = self.pull()
        if done.returncode or f"revision {head['rev']}\n" not in done.stdout:
            findings.add("lotse pull did not converge in two syncs", (done.stdout + done.stderr)[:300])


class TypeScript:
    """The TypeScript client in a process of its own, where it is built."""

    def __init__(self, port):
        command = ["node", "tests/bench/soak.mjs", f"http://127.0.0.1:{port}/sync/v1", REGION_HERE, WRITTEN]
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def converge(self, head, findings):
        output, _ = self.process.communicate("end\n", timeout=60)
        lines = [json.loads(line) for line in output.splitlines()]
        if not lines or lines[-1].get("rev") != head["rev"]:
            findings.add("the TypeScript client did not converge in two syncs", output[-300:])
        return lines[-1] if lines else {}


# The end


def settled_head(mortal):
    """The head once nothing more is published."""
    before, since, end = None, time.monotonic(), time.monotonic() + 60
    while time.monotonic() < end:
        document = get(mortal.port, f"/sync/v1/{REGION_HERE}/head")[2]
        if document != before:
            before, since = document, time.monotonic()
        elif time.monotonic() > since + 2:
            return phones.read_head(document)
        time.sleep(0.1)
    raise SystemExit("the head did not settle within 60 s")


def check_pages(mortal, writers, findings):
    """The newest version of each page is the last acknowledged one, or one whose answer was lost after it."""
    checked = 0
    for writer in writers:
        for page in writer.pages:
            text, _ = writer.editor.load(page.id)
            checked += 1
            if page.acknowledged and not any(mark in text["html"] for mark in page.marks()):
                findings.add("an acknowledged write is lost", f"page {page.id}: {page.acknowledged}")
    return checked


def verify(data, findings):
    done = subprocess.run([LOTSE, "sync", "verify", "--data", str(data)], capture_output=True, text=True)
    if done.returncode:
        findings.add("lotse sync verify has findings", done.stdout[-600:] + done.stderr[-300:])
    return done.stdout.strip().splitlines()[-1:] or [done.stderr.strip()]


def prepare():
    """A folder with a region, a token for it, and whether it is the demo."""
    data, demo = WORK / "data", not DATA.is_dir()
    if demo:
        say(f"there is no district in {DATA}, so the sample content is used")
    else:
        import_region(DATA, REGION, data)
    return data, demo


def region_and_languages(port, demo):
    if not demo:
        return REGION, ["de", "en"]
    region = json.loads(get(port, "/api/v3/regions/")[2])[0]
    return region["path"].strip("/"), ["de", "en"]


def report(mortal, writers, readers, pullers, typescript, findings):
    total = collections.Counter()
    for reader in readers:
        total += reader.outcomes
    pulled = sum((puller.outcomes for puller in pullers), collections.Counter())
    restarts = ", ".join(f"{took:.2f} s" for took in mortal.restarts)
    print(f"# Soak\n\n- {SECONDS:.0f} s, seed {SEED}; ready again after the kills: {restarts}")
    acknowledged, unanswered, refused = (
        sum(getattr(writer, kind) for writer in writers) for kind in ("acknowledged", "unanswered", "refused")
    )
    print(f"- writes: {acknowledged} acknowledged, {unanswered} unanswered, {refused} refused")
    print(f"- {len(readers)} light clients: {dict(total)}")
    print(f"- {len(pullers)} times `lotse pull`: {dict(pulled)}")
    print(f"- TypeScript client: {typescript or 'not built'}")


def main():
    global REGION_HERE, LANGUAGES, WRITTEN
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    must_be_built(LOTSE)
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(most, CLIENTS + 1000), most))
    findings = Findings()
    data, demo = prepare()
    mortal = Mortal(data, demo)
    try:
        REGION_HERE, LANGUAGES = region_and_languages(mortal.port, demo)
        WRITTEN = LANGUAGES[0]
        soak(mortal, findings)
    finally:
        mortal.server.stop()
    print(f"- verify: {' '.join(verify(data, findings))}")
    if findings.counts:
        print("\n**Something is wrong:**\n")
        findings.print()
        sys.exit(1)
    print("\nNothing was lost, and every client converged.")


def soak(mortal, findings):
    token = create_token(mortal.data)
    pages = [page[1] for page in pages_by_length(mortal.port, REGION_HERE, WRITTEN)]
    running = threading.Event()
    running.set()
    readers = [Reader(number, mortal.port, running, findings) for number in range(CLIENTS)]
    pullers = [Puller(number, mortal.port, running) for number in range(PULLS)]
    typescript = TypeScript(mortal.port) if TYPESCRIPT.exists() else None
    begin = time.monotonic() + 1
    shares = [pages[number::WRITERS][:PAGES_EACH] for number in range(WRITERS)]
    writers = [Writer(number, mortal, token, share, begin, findings) for number, share in enumerate(shares)]
    for thread in [*writers, *readers, *pullers]:
        thread.start()
    mortal.killings(begin)
    for writer in writers:
        writer.join()
    running.clear()
    for thread in [*readers, *pullers]:
        thread.join()
    say("the writers are done; every client syncs at most twice more")
    head = settled_head(mortal)
    expected = {page.id: page.marks() for writer in writers for page in writer.pages if page.acknowledged}
    for reader in readers:
        reader.converge(head, expected)
    for puller in pullers:
        puller.converge(head, findings)
    last = typescript.converge(head, findings) if typescript else None
    checked = check_pages(mortal, writers, findings)
    report(mortal, writers, readers, pullers, last, findings)
    print(f"- {checked} pages compared with their last acknowledged write; head at revision {head['rev']}")


main()
