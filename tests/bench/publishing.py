"""How soon what was written can be seen, what a build costs, and what many polls cost after it."""

import collections
import contextlib
import ctypes
import os
import pathlib
import re
import sqlite3
import statistics
import struct
import threading
import time

import districts
from contests import load
from editors import Editor, create_token, pages_by_length
from figures import milliseconds, percentile
from phones import Connection
from servers import REGION, import_region, lotse, say
from traffic import again, synced, wait_for_news

VISIBLE_SECONDS = float(os.environ.get("VISIBLE_SECONDS", "20"))
EDITS = int(os.environ.get("EDITS", "20"))
FEW, MANY = 250, int(os.environ.get("MANY_PAGES", "25000"))
POLLED_ROUNDS, POLLED_SECONDS = 10, 1
REV = re.compile(rb'"rev":(\d+),"scopes"')


class Watch(threading.Thread):
    """Asks for the head all the time, as nothing else does, and notes when each revision was first seen."""

    def __init__(self, server):
        super().__init__(daemon=True)
        self.connection, self.path = Connection(server.port), f"/sync/v1/{REGION}/head"
        self.seen, self.at, self.tag, self.done = [], 0, None, False
        self.look()
        self.start()

    def look(self):
        answer = self.connection.get(f"{self.path}?at={self.at}" if self.at else self.path, "identity", self.tag)
        if answer.status == 200:
            self.tag = answer.etag
            self.seen.append((int(REV.search(answer.body)[1]), time.monotonic()))
            self.at = max(self.at, self.seen[-1][0])

    def run(self):
        while not self.done:
            self.look()
            time.sleep(0.001)

    def newest(self):
        return self.seen[-1][0]

    def when(self, rev):
        """When `rev` or a newer revision was seen."""
        return next((time_ for seen, time_ in self.seen if seen >= rev), None)

    def wait_for(self, rev):
        """The moment when `rev` was seen; waits for it."""
        end = time.monotonic() + 30
        while self.newest() < rev:
            if time.monotonic() > end:
                raise SystemExit(f"revision {rev} did not become visible within 30 s")
            time.sleep(0.001)
        return self.when(rev)

    def stop(self):
        self.done = True
        self.join()


@contextlib.contextmanager
def watching(server):
    watch = Watch(server)
    try:
        yield watch
    finally:
        watch.stop()


# From a write to a visible head


class Writer(threading.Thread):
    """Publishes one page after the other; notes when each write was sent and answered, and its revision."""

    def __init__(self, server, data, token, pages, watch):
        super().__init__(daemon=True)
        self.editor, self.data, self.pages, self.watch = Editor(server.port, REGION, token), data, pages, watch
        self.writes, self.end, self.trouble = [], time.monotonic() + VISIBLE_SECONDS, None

    def run(self):
        try:
            self.write()
        except Exception as trouble:
            self.trouble = trouble

    def write(self):
        database = sqlite3.connect(f"file:{self.data}/lotse.db?mode=ro", uri=True)
        texts = {page: self.editor.load(page) for page in self.pages}
        number = 0
        while time.monotonic() < self.end:
            page, number = self.pages[number % len(self.pages)], number + 1
            text, etag = texts[page]
            html = f"{text['html']}<p>Stand {number}</p>"
            sent = time.monotonic()
            _, etag = self.editor.save(page, {**text, "html": html}, etag)
            answered = time.monotonic()
            texts[page] = (text, etag)
            query = "SELECT rev FROM sync_item WHERE scope = 'de' AND key = ?"
            (rev,) = database.execute(query, (f"page/{page}",)).fetchone()
            self.writes.append((sent, answered, rev))
            self.watch.at = max(self.watch.at, rev)


def measure_visibility(figures, prepared):
    """Four writers publish without pause."""
    data, token = prepared
    data = again(data, "visible")
    with lotse("lotse", data) as server, watching(server) as watch:
        pages = [page[1] for page in pages_by_length(server.port, REGION)]
        writers = [Writer(server, data, token, pages[start : start + 5], watch) for start in (20, 60, 100, 140)]
        used = server.cpu_seconds()
        for writer in writers:
            writer.start()
        for writer in writers:
            writer.join()
            if writer.trouble:
                raise writer.trouble
        used = server.cpu_seconds() - used
        writes = [write for writer in writers for write in writer.writes]
        watch.wait_for(max(rev for _, _, rev in writes))
        heads = len(watch.seen) - 1
    from_answer = [max(0.0, watch.when(rev) - answered) for _, answered, rev in writes]
    from_sending = [watch.when(rev) - sent for sent, _, rev in writes]
    rate = len(writes) / VISIBLE_SECONDS
    what = "publish to visible head, 4 writers"
    figures.at_most(f"{what}, from the answer, p99", 1e3 * percentile(from_answer, 0.99), 400, "ms", 0)
    figures.add(f"{what}, from the answer", milliseconds(from_answer))
    figures.add(f"{what}, from the sending", milliseconds(from_sending))
    answers = milliseconds([answered - sent for sent, answered, _ in writes])
    cpu = f"{heads} heads, {1e3 * used / len(writes):.1f} ms CPU per write with its share of the builds"
    figures.add("the writes themselves", f"{rate:.0f}/s, {answers}; {cpu}")


# The builder


def measure_builder(figures):
    """One-page edits of a small and a large region, in turn; both servers are up, so that they share the noise."""
    folders = [districts.of_size(FEW), districts.of_size(MANY)]
    data = [folder.parent / f"data-{folder.name}" for folder in folders]
    for folder, place in zip(folders, data):
        say(f"importing {folder.name} took {import_region(folder, REGION, place):.1f} s")
    tokens = [create_token(place) for place in data]
    with lotse("few", data[0]) as one, lotse("many", data[1]) as other:
        with watching(one) as watch, watching(other) as other_watch:
            contestants = [Builds(FEW, one, watch, tokens[0]), Builds(MANY, other, other_watch, tokens[1])]
            for _ in range(EDITS):
                for contestant in contestants:
                    contestant.edit()
            for contestant in contestants:
                contestant.report(figures)
    ratio = statistics.median(contestants[1].took) / statistics.median(contestants[0].took)
    figures.at_most("the builder, many pages / few, from the answer", ratio, 5, "times", 2)
    sent = statistics.median(contestants[1].from_sending) / statistics.median(contestants[0].from_sending)
    figures.add("the builder, many pages / few, from the sending", f"{sent:.2f} times")


class Builds:
    """Edits of one page each, and the time until each is in a head."""

    def __init__(self, count, server, watch, token):
        self.count, self.server, self.watch, self.editor = count, server, watch, Editor(server.port, REGION, token)
        self.pages = [page[1] for page in pages_by_length(server.port, REGION)]
        self.took, self.from_sending, self.cpu = [], [], []

    def edit(self):
        """An edit long after the last build, so that the pace of the publisher plays no part."""
        time.sleep(0.6)
        page = self.pages[len(self.pages) // 2 + len(self.took)]
        text, etag = self.editor.load(page)
        rev, used = self.watch.newest(), self.server.cpu_seconds()
        sent = time.monotonic()
        self.editor.save(page, {**text, "html": text["html"] + "<p>Neu.</p>"}, etag)
        answered = time.monotonic()
        seen = self.watch.wait_for(rev + 1)
        self.took.append(max(seen - answered, 0.0005))
        self.from_sending.append(seen - sent)
        self.cpu.append(self.server.cpu_seconds() - used)

    def report(self, figures):
        what = f"one page of {self.count:,} to the new head, {len(self.took)} edits"
        figures.add(f"{what}, from the answer", milliseconds(self.took))
        cpu, memory = 1e3 * statistics.mean(self.cpu), self.server.resident_mib()
        cost = f"{cpu:.0f} ms CPU, {memory:.0f} MiB resident"
        figures.add(f"{what}, from the sending", f"{milliseconds(self.from_sending)}; {cost}")


# Many polls after a publish


class Reads:
    """How often each object was read from the disk, as inotify tells; needs no help of the server."""

    CLOSE_NOWRITE, EVENT = 0x10, struct.Struct("iIII")

    def __init__(self, objects):
        self.libc = ctypes.CDLL(None, use_errno=True)
        self.descriptor = self.libc.inotify_init1(os.O_NONBLOCK)
        for number in range(256):
            folder = pathlib.Path(objects, f"{number:02x}")
            folder.mkdir(exist_ok=True)
            self.libc.inotify_add_watch(self.descriptor, os.fsencode(folder), self.CLOSE_NOWRITE)

    def since(self):
        """The reads since the last call, by object."""
        counts = collections.Counter()
        while True:
            try:
                data = os.read(self.descriptor, 1 << 16)
            except BlockingIOError:
                return counts
            while data:
                *_, length = self.EVENT.unpack_from(data)
                name = data[self.EVENT.size : self.EVENT.size + length].rstrip(b"\0").decode()
                data = data[self.EVENT.size + length :]
                if len(name) == 64:
                    counts[name] += 1

    def close(self):
        os.close(self.descriptor)


def measure_polls(figures, prepared):
    """wrk polls while a page is published: the objects are to be read from the disk as often as without polls."""
    data, token = prepared
    data = again(data, "polls")
    with lotse("lotse", data) as server:
        phone = synced(server)
        editor, reads = Editor(server.port, REGION, token), Reads(data / "objects")
        pages = [page[1] for page in pages_by_length(server.port, REGION)][60:]
        for path in (f"{phone.base}/head", f"{phone.base}/recent/de"):
            polled = Polled(server, phone, editor, reads, pages, path)
            polled.measure()
            polled.report(figures)
        reads.close()


class Polled:
    """Seconds of polls of one path around a publish, beside seconds without one, and publishes without polls."""

    def __init__(self, server, phone, editor, reads, pages, path):
        self.server, self.phone, self.editor = server, phone, editor
        self.reads, self.pages, self.path = reads, pages, path
        self.quiet, self.busy, self.alone = [], [], []
        self.usual, self.polled = collections.Counter(), []

    def measure(self):
        for round_ in range(POLLED_ROUNDS):
            say(f"polling {self.path}: round {round_ + 1} of {POLLED_ROUNDS}")
            self.reads.since()
            self.alone.append(self.cpu(lambda: (self.edit(), time.sleep(0.5))))
            self.usual += collections.Counter(self.reads.since().values())
            self.quiet.append(self.poll())
            editing = threading.Timer(0.4, self.edit)
            editing.start()
            self.busy.append(self.poll())
            editing.join()
            self.polled.append(self.reads.since())

    def poll(self):
        """Polls and CPU milliseconds per poll of one round of wrk."""
        rate, cpu = load(self.server, self.path, {"Accept-Encoding": "gzip"}, POLLED_SECONDS)
        return rate * POLLED_SECONDS, cpu

    def cpu(self, work):
        """CPU milliseconds of the server while `work` is done."""
        used = self.server.cpu_seconds()
        work()
        return 1e3 * (self.server.cpu_seconds() - used)

    def edit(self):
        """An edit, the head that follows, and one poll."""
        self.editor.add_sentence(self.pages.pop())
        wait_for_news(self.phone)
        self.phone.connection.get(self.path, "gzip")

    def report(self, figures):
        polls = sum(polls for polls, _ in self.busy)
        name = self.path.split("/", 4)[4]
        what = f"{polls:,.0f} polls of `{name}` around {POLLED_ROUNDS} publishes"
        reads = sum(map(len, self.polled))
        most = max(max(counts.values(), default=0) for counts in self.polled)
        total = sum(sum(counts.values()) for counts in self.polled)
        usual = sum(times * objects for times, objects in self.usual.items())
        figures.add(
            f"{what}: objects read from the disk",
            f"{total} reads of {reads} objects, at most {most} of one; as many publishes without polls: {usual} reads",
            "one build",
            total <= usual + POLLED_ROUNDS,
        )
        quiet, busy = (statistics.mean(cpu for _, cpu in rounds) for rounds in (self.quiet, self.busy))
        figures.add(
            f"{what}: CPU",
            f"{1e3 * quiet:.1f} us per poll without a publish, {1e3 * busy:.1f} us around one:"
            f" {(busy - quiet) * polls / POLLED_ROUNDS:+.0f} ms per publish,"
            f" which costs {statistics.mean(self.alone):.0f} ms without polls",
        )
