"""A small client of delta sync on raw sockets: counts every byte, checks hashes and states, but no signatures."""

import gzip
import hashlib
import json
import re
import socket
import threading

USER_AGENT = "lotse/0.1.0"
HEADERS_END = b"\r\n\r\n"
ENDS = re.compile(r"(\.[a-z]+\d+)?\"$")


class Wrong(Exception):
    """The server has answered something that a client must not accept."""


class Broken(Exception):
    """The connection broke, or the server does not answer now."""


class Answer:
    """What came back for one request."""

    def __init__(self, status, headers, headers_size, body):
        self.status, self.headers, self.headers_size, self.body = status, headers, headers_size, body

    @property
    def etag(self):
        return self.headers.get("etag", "")

    def identity(self):
        """The body without its coding; Brotli is for counting only."""
        coding = self.headers.get("content-encoding", "identity")
        if coding == "gzip":
            return gzip.decompress(self.body)
        if coding != "identity":
            raise Wrong(f"cannot read {coding}")
        return self.body


def same_content(one, other):
    """Whether two entity tags name codings of the same content."""
    return ENDS.sub("", one) == ENDS.sub("", other)


class Connection:
    """One connection that is kept open, with the bytes and requests that went over it."""

    def __init__(self, port, timeout=30):
        self.port, self.timeout = port, timeout
        self.socket, self.buffer = None, b""
        self.sent = self.received = self.requests = 0

    def close(self):
        if self.socket:
            self.socket.close()
        self.socket, self.buffer = None, b""

    def total(self):
        return self.sent + self.received

    def get(self, path, accepted="gzip", tag=None):
        """Asks for `path`; a connection that broke is an error, and the next request opens a new one."""
        lines = [f"GET {path} HTTP/1.1", f"Host: 127.0.0.1:{self.port}", f"User-Agent: {USER_AGENT}"]
        lines.append(f"Accept-Encoding: {accepted}")
        if tag:
            lines.append(f"If-None-Match: {tag}")
        return self.send(("\r\n".join(lines) + "\r\n\r\n").encode())

    def send(self, request):
        """Sends a request that may be sent twice; a connection that the server has closed meanwhile is opened again."""
        received = self.received
        if self.socket:
            try:
                return self.try_to_send(request)
            except Broken:
                if self.received != received:
                    raise
        return self.try_to_send(request)

    def try_to_send(self, request):
        try:
            if not self.socket:
                self.socket = socket.create_connection(("127.0.0.1", self.port), timeout=self.timeout)
                self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            self.socket.sendall(request)
            self.sent += len(request)
            self.requests += 1
            return self.read()
        except OSError as cause:
            self.close()
            raise Broken(str(cause)) from cause

    def read(self):
        """Reads one answer; every answer of the server to a GET has a length or no body."""
        while HEADERS_END not in self.buffer:
            self.fill()
        head, _, self.buffer = self.buffer.partition(HEADERS_END)
        status, *lines = head.decode("latin-1").split("\r\n")
        headers = {name.lower(): value for name, value in (line.split(": ", 1) for line in lines)}
        length = int(headers.get("content-length", "0"))
        while len(self.buffer) < length:
            self.fill()
        body, self.buffer = self.buffer[:length], self.buffer[length:]
        if headers.get("connection") == "close":
            self.close()
        return Answer(int(status.split()[1]), headers, len(head) + len(HEADERS_END), body)

    def fill(self):
        more = self.socket.recv(1 << 18)
        if not more:
            raise ConnectionResetError("the server closed the connection")
        self.received += len(more)
        self.buffer += more


# What objects say. Many phones of one process read the same objects, so what was parsed once is shared, by the hash
# that each phone checks for itself.

PARSED, PARSED_LIMIT, PARSED_LOCK = {}, 400, threading.Lock()


def shared(id_, parse):
    with PARSED_LOCK:
        if id_ in PARSED:
            return PARSED[id_]
    parsed = parse()
    with PARSED_LOCK:
        if len(PARSED) > PARSED_LIMIT:
            PARSED.clear()
        PARSED[id_] = parsed
    return parsed


def sha256(data):
    return hashlib.sha256(data).hexdigest()


def lines_of(data):
    """The first line of a delta, and the changes of a part or delta: key to (line, hash), None for a deleted key."""
    lines = data.split(b"\n")
    if lines.pop() != b"":
        raise Wrong("the last line has no end")
    header, changes, last = None, {}, ""
    for index, line in enumerate(lines):
        item = json.loads(line)
        if index == 0 and "delta" in item:
            header = item
            continue
        if item["k"] <= last:
            raise Wrong(f"{item['k']} is out of order or there twice")
        last = item["k"]
        changes[last] = None if "d" in item else (line, sha256(line))
    return header, changes


def bucket(key):
    return hashlib.sha256(key.encode()).digest()[0]


def read_head(document):
    """The payload of a head; the signature is left to the real clients."""
    payload, signatures, rest = document.split(b"\n")
    if rest or not json.loads(signatures)["signatures"]:
        raise Wrong("the head is no signed document")
    return json.loads(payload)


def read_frames(data):
    """The frames of `recent`: the head and the objects by id, each with the hash that it is named by."""
    frames = []
    while data:
        line, _, rest = data.partition(b"\n")
        name, length = line.decode().split(" ")
        frames.append((name, rest[: int(length)]))
        data = rest[int(length) :]
    if frames[0][0] != "head":
        raise Wrong("the first frame is not the head")
    objects = {name.removeprefix("o/"): content for name, content in frames[1:]}
    for id_, content in objects.items():
        if sha256(content) != id_:
            raise Wrong(f"a frame is not {id_}")
    return frames[0][1], objects


class Scope:
    """What a phone holds of one scope: its manifest, and key to (line, hash)."""

    def __init__(self, manifest_id=None, manifest=None, lines=None):
        self.id, self.manifest, self.lines = manifest_id, manifest, lines or {}

    def after(self, manifest_id, manifest, changes):
        """The scope with `changes`, if they lead to the state that the manifest names."""
        lines = dict(self.lines)
        for key, line in changes.items():
            if line is None:
                lines.pop(key, None)
            else:
                lines[key] = line
        text = "".join(f"{key}\n{lines[key][1]}\n" for key in sorted(lines))
        if (sha256(text.encode()), len(lines)) != (manifest["state"], manifest["count"]):
            raise Wrong(f"{manifest['scope']} at {manifest['rev']}: another state than the manifest names")
        return Scope(manifest_id, manifest, lines)


class Phone:
    """A reader of some scopes of one region."""

    def __init__(self, port, region, tags, accepted="gzip"):
        self.connection = Connection(port)
        self.base, self.tags, self.accepted = f"/sync/v1/{region}", tags, accepted
        self.forget()

    def forget(self):
        """Begins anew, as a phone that was just set up."""
        self.head, self.etag, self.scopes, self.objects = None, None, {}, {}

    def order(self):
        return (self.head["epoch_seq"], self.head["serial"]) if self.head else (0, 0)

    def copy(self):
        """The same phone on a connection of its own."""
        other = Phone(self.connection.port, "", self.tags, self.accepted)
        other.base, other.head, other.etag, other.scopes = self.base, self.head, self.etag, dict(self.scopes)
        return other

    def sync(self, recent=True, at=None):
        """One sync; answers `unchanged`, `applied` or `stale`."""
        self.objects = {}
        answer = self.ask(recent, at)
        if answer.status == 304:
            return "unchanged"
        document = answer.identity()
        if recent and self.can_ask_recent():
            document, self.objects = read_frames(document)
        head = read_head(document)
        if (head["epoch_seq"], head["serial"]) < self.order():
            return "stale"
        scopes = {tag: self.reached(head, tag) for tag in ["_", *self.tags]}
        self.head, self.etag, self.scopes, self.objects = head, answer.etag, scopes, {}
        return "applied"

    def can_ask_recent(self):
        return bool(self.head) and len(self.tags) == 1

    def ask(self, recent, at):
        path = f"recent/{self.tags[0]}" if recent and self.can_ask_recent() else "head"
        path += f"?at={at}" if at and path == "head" else ""
        answer = self.connection.get(f"{self.base}/{path}", self.accepted, self.etag)
        if answer.status in (429, 503):
            raise Broken(f"{path} answers {answer.status}")
        if answer.status not in (200, 304):
            raise Wrong(f"{path} answers {answer.status}")
        return answer

    def object(self, id_, size=None):
        if id_ in self.objects:
            return self.objects[id_]
        answer = self.connection.get(f"{self.base}/o/{id_}", self.accepted)
        if answer.status in (429, 503):
            raise Broken(f"an object answers {answer.status}")
        if answer.status != 200:
            raise Wrong(f"the object {id_} answers {answer.status}")
        content = answer.identity()
        if sha256(content) != id_ or size not in (None, len(content)):
            raise Wrong(f"an object is not {id_}")
        return content

    def reached(self, head, tag):
        """The scope as the head names it, by the delta that fits, else by its parts."""
        entry, held = head["scopes"][tag], self.scopes.get(tag, Scope())
        if entry["m"] == held.id:
            return held
        manifest = json.loads(self.object(entry["m"]))
        named = (manifest["epoch"], manifest["scope"], manifest["rev"])
        if named != (head["epoch"], tag, entry["rev"]):
            raise Wrong(f"the head names {tag} at {entry['rev']}, the manifest is {named}")
        delta = self.best_delta(manifest, held.manifest)
        changes = self.delta(manifest, delta) if delta else self.parts(manifest, held)
        return held.after(entry["m"], manifest, changes)

    def best_delta(self, manifest, held):
        """The delta that came with the head, else the nearest that covers what is held."""
        if not held or held["epoch"] != manifest["epoch"]:
            return None
        fitting = [delta for delta in manifest["deltas"] if delta["from"] <= held["rev"] <= delta["to"]]
        return max(fitting, key=lambda delta: (delta["sha256"] in self.objects, delta["from"]), default=None)

    def delta(self, manifest, entry):
        content = self.object(entry["sha256"], entry["size"])
        header, changes = shared(entry["sha256"], lambda: lines_of(content))
        ways = [(way["from"], way["to"], way["scope"], way["epoch"]) for way in ({**manifest, **entry}, header or {})]
        if ways[0] != ways[1]:
            raise Wrong(f"the delta leads {ways[1]}, the manifest says {ways[0]}")
        return changes

    def parts(self, manifest, held):
        """All changes that the parts make, which replace what is held in their ranges."""
        known = {part["sha256"] for part in held.manifest["parts"]} if held.manifest else set()
        changes = {}
        for part in manifest["parts"]:
            if part["sha256"] in known:
                continue
            content = self.object(part["sha256"], part["size"])
            _, lines = shared(part["sha256"], lambda content=content: lines_of(content))
            changes |= {key: None for key in held.lines if part["lo"] <= bucket(key) <= part["hi"]}
            changes |= lines
        return changes
