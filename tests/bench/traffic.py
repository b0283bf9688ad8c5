"""What a sync carries: every byte at the socket, and the round trips."""

import re
import shutil
import sqlite3
import subprocess
import time

from editors import Editor, around_the_median, create_token, pages_by_length
from phones import Connection, Phone, same_content
from servers import LOTSE, REGION, WORK, import_region, lotse, say

CODINGS = {"gzip": "gzip", "br": "br, gzip"}
DAY = 86_400_000
# When the region was published before today: so many days ago, the oldest first.
HISTORY = (200, 100, 40, 8, 2)
BEST = re.compile(r'\.(br11|gz9|zst19)"$')


def prepare(source, name, history=HISTORY):
    """A folder with the region as it is after some months of use, and a token for it."""
    data = WORK / name
    say(f"importing {source.name} took {import_region(source, REGION, data):.1f} s")
    token = create_token(data)
    with lotse("lotse", data) as server:
        phone = synced(server)
        editor = Editor(server.port, REGION, token)
        pages = pages_by_length(server.port, REGION)
        for place in range(len(history) - 1):
            editor.add_sentence(pages[len(pages) // 3 + place][1])
            wait_for_news(phone)
    backdate(data, history)
    return data, token


def backdate(data, history):
    """Moves the publications of each scope into the past, as if they had been so many days ago."""
    database = sqlite3.connect(data / "lotse.db")
    now = int(time.time() * 1000)
    revs = [rev for (rev,) in database.execute("SELECT DISTINCT rev FROM sync_publication ORDER BY rev")]
    for rev, days in zip(revs, history, strict=True):
        database.execute("UPDATE sync_publication SET at = ? WHERE rev = ?", (now - days * DAY, rev))
    database.commit()
    database.close()


def again(data, name):
    """A copy of a prepared folder, so that each measurement begins with the same state."""
    copy = WORK / name
    shutil.copytree(data, copy)
    return copy


def synced(server, tags=("de",), accepted="gzip"):
    phone = Phone(server.port, REGION, list(tags), accepted)
    phone.sync()
    return phone


def wait_for_news(phone):
    """Syncs until something new has come."""
    end = time.monotonic() + 30
    while phone.sync(recent=False) != "applied":
        if time.monotonic() > end:
            raise SystemExit("what was published did not become visible within 30 s")
        time.sleep(0.005)


# A phone that counts reads gzip; for Brotli the same answers are only counted, since Python cannot read them.


def one_sync(before, news):
    """Bytes of the first answer in gzip that brings `before` up to date, in so many round trips."""
    phone = before.copy()
    if phone.sync() != news:
        raise SystemExit(f"the sync was to be {news}")
    return phone.connection.total(), phone.connection.requests


def counted(server, path, accepted, tag=None):
    """Bytes of one request and its answer on a new connection."""
    connection = Connection(server.port)
    answer = connection.get(path, accepted, tag)
    connection.close()
    return connection.total(), answer


def until_best(server, path, accepted):
    """Asks until the answer has come in the best level of its coding."""
    end = time.monotonic() + 180
    while True:
        answer = counted(server, path, accepted)[1]
        if BEST.search(answer.etag) or "content-encoding" not in answer.headers:
            return
        if time.monotonic() > end:
            raise SystemExit(f"{path} was not coded in its best level within 180 s")
        time.sleep(1)


def measure_recent(figures, what, server, before, limit):
    """The sync of the phone `before`, in both codings, at once and in the best level."""
    recent = f"{before.base}/recent/de"
    for level in ("fast level", "best level"):
        for coding, accepted in CODINGS.items():
            if level == "best level":
                until_best(server, recent, accepted)
            total, answer = counted(server, recent, accepted, before.etag)
            if coding == "gzip":
                total, trips = one_sync(before, "applied")
                _, plain = counted(server, recent, "identity", before.etag)
            if not same_content(answer.etag, plain.etag):
                raise SystemExit("the codings are of different content")
            note = f", {trips} round trip{'s' * (trips > 1)}"
            figures.at_most(f"first sync of the day: {what}, {coding}, {level}", total, limit, "B", 0, note)


def measure_day(figures, prepared):
    """The first sync of the day: nothing, one page, five pages and two new ones."""
    data, token = prepared
    with lotse("lotse", again(data, "day-one")) as server:
        before = synced(server)
        for coding, accepted in CODINGS.items():
            total, answer = counted(server, f"{before.base}/recent/de", accepted, before.etag)
            if answer.status != 304:
                raise SystemExit(f"an unchanged region answers {answer.status}")
            note = f", 1 round trip ({answer.headers_size} B of it the answer)"
            figures.at_most(f"first sync of the day: nothing changed, {coding}", total, 400, "B", 0, note)
        measure_trust(figures, server)
        pages = pages_by_length(server.port, REGION)
        pull = Pulled(server)
        Editor(server.port, REGION, token).add_sentence(pages[len(pages) // 2][1])
        wait_for_news(before.copy())
        measure_recent(figures, f"one page of {pages[len(pages) // 2][0]:,} characters", server, before, 4500)
        pull.again(figures)
    with lotse("lotse", again(data, "day-seven")) as server:
        before = synced(server)
        editor = Editor(server.port, REGION, token)
        pages = around_the_median(pages_by_length(server.port, REGION), 7)
        # The new pages have texts of their own: a text that is in the same answer twice would cost nothing.
        new = [pages.pop(5), pages.pop(1)]
        for page in pages:
            editor.add_sentence(page[1])
        for _, _, title, html in new:
            editor.create(f"{title} (neu)", html)
        settle(before.copy(), data.parent / "day-seven")
        measure_recent(figures, "five pages and two new", server, before, 16_000)


def settle(phone, data):
    """Waits until the newest revision of the database is published."""
    database = sqlite3.connect(f"file:{data}/lotse.db?mode=ro", uri=True)
    (rev,) = database.execute("SELECT max(rev) FROM sync_region").fetchone()
    while phone.head["rev"] < rev:
        wait_for_news(phone)


def measure_trust(figures, server):
    total, first = counted(server, "/sync/v1/trust/latest", "gzip")
    unchanged, answer = counted(server, "/sync/v1/trust/latest", "gzip", first.etag)
    if answer.status != 304:
        raise SystemExit(f"an unchanged root answers {answer.status}")
    figures.add("daily trust check, gzip", f"{unchanged:,} B when unchanged, {total:,} B without a tag, 1 round trip")


class Pulled:
    """What the reference client prints, beside what was counted here."""

    def __init__(self, server):
        self.file = WORK / "pulled.db"
        self.command = [LOTSE, "pull", f"http://127.0.0.1:{server.port}", REGION, "--scope", "de", "--into"]
        self.first, self.output = self.run()

    def run(self):
        done = subprocess.run([*self.command, str(self.file)], capture_output=True, text=True)
        found = re.search(r"(\d+) round trips, (\d+) bytes sent, (\d+) bytes received", done.stdout)
        return (tuple(map(int, found.groups())) if found and not done.returncode else None), done.stdout + done.stderr

    def again(self, figures):
        what = "the same by `lotse pull`, gzip, best level"
        if not self.first:
            return figures.skip(what, f"`lotse pull` said: {self.output.strip()[:200]}")
        trips, sent, received = self.first
        figures.add("first load by `lotse pull`, gzip, fast level", f"{sent + received:,} B, {trips} round trips")
        counts, _ = self.run()
        trips, sent, received = counts
        figures.add(f"{what}: one page", f"{sent + received:,} B ({sent:,} sent), {trips} round trips")
        (trips, sent, received), _ = self.run()
        figures.add(f"{what}: nothing changed", f"{sent + received:,} B ({sent:,} sent), {trips} round trips")


def measure_first_load(figures, prepared):
    """Everything that a new phone asks for: root, head, manifests, parts."""
    data, _ = prepared
    with lotse("lotse", again(data, "first-load")) as server:
        phone = synced(server)
        paths = ["/sync/v1/trust/1", f"{phone.base}/head"]
        for scope in phone.scopes.values():
            ids = [scope.id, *(part["sha256"] for part in scope.manifest["parts"])]
            paths += [f"{phone.base}/o/{id_}" for id_ in ids]
        for coding, limit in (("gzip", 225_000), ("br", 165_000)):
            for path in paths:
                counted(server, path, CODINGS[coding])
            say(f"waiting for the best level of {coding}")
            for path in paths:
                until_best(server, path, CODINGS[coding])
            sizes = [counted(server, path, CODINGS[coding])[0] for path in paths]
            each = ", ".join(f"{size:,}" for size in sizes)
            note = f", {len(paths)} round trips (root, head, manifest and part of each scope: {each})"
            figures.at_most(f"first load of `_` and `de`, {coding}, best level", sum(sizes), limit, "B", 0, note)
