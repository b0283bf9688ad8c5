"""An editor who changes pages over the HTTP API."""

import http.client
import json
import subprocess
import time

from servers import LOTSE, get

# The server closes connections that were idle for 5 s.
IDLE = 2.0
SENTENCE = " Bitte bringen Sie Ihren Ausweis und dieses Schreiben mit."


def create_token(data, name="bench", *more):
    """A token for the server of this folder."""
    command = [LOTSE, "token", "create", "--name", name, "--data", str(data), *more]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()


class Refused(Exception):
    """The server has answered a write with something else than success."""


class Unanswered(Exception):
    """The connection broke before the answer, so the write may have happened or not."""


class Editor:
    """Writes with a token over one connection."""

    def __init__(self, port, region, token):
        self.port, self.base = port, f"/api/v1/regions/{region}"
        self.headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
        self.connection, self.used = None, 0.0

    def request(self, method, path, body=None, **more):
        """The answer as JSON and its ETag."""
        if time.monotonic() > self.used + IDLE:
            self.close()
        self.used = time.monotonic()
        try:
            self.connection = self.connection or http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
            headers = {**self.headers, **{name.replace("_", "-"): value for name, value in more.items()}}
            self.connection.request(method, self.base + path, body and json.dumps(body).encode(), headers)
            response = self.connection.getresponse()
            text = response.read()
        except (OSError, http.client.HTTPException) as cause:
            self.close()
            raise Unanswered(str(cause)) from cause
        if not 200 <= response.status < 300:
            raise Refused(f"{method} {path} answers {response.status}: {text[:300]!r}")
        return json.loads(text), response.headers["ETag"]

    def close(self):
        if self.connection:
            self.connection.close()
        self.connection = None

    def load(self, page, language="de"):
        return self.request("GET", f"/pages/{page}/translations/{language}")

    def save(self, page, text, etag, language="de"):
        """Publishes the next version of a text."""
        body = {"title": text["title"], "html": text["html"], "state": "public"}
        return self.request("PUT", f"/pages/{page}/translations/{language}", body, If_Match=etag)

    def add_sentence(self, page, language="de", sentence=SENTENCE):
        """Ends the first paragraph of a page with one more sentence."""
        text, etag = self.load(page, language)
        html = text["html"]
        html = html.replace("</p>", f"{sentence}</p>", 1) if "</p>" in html else f"{html}<p>{sentence}</p>"
        return self.save(page, {**text, "html": html}, etag, language)

    def create(self, title, html, language="de"):
        body = {"language": language, "text": {"title": title, "html": html, "state": "public"}}
        return self.request("POST", "/pages", body)


def pages_by_length(port, region, language="de"):
    """The published pages with a text, the shortest first, as (length, id, title, html)."""
    listed = json.loads(get(port, f"/api/v3/{region}/{language}/pages/")[2])
    by_path = {page["path"]: page for page in listed}
    ids = {page["path"]: page["id"] for page in json.loads(get(port, f"/api/v1/regions/{region}/{language}/pages")[2])}
    known = [(page, ids[path]) for path, page in by_path.items() if path in ids and page["content"]]
    return sorted((len(page["content"]), id_, page["title"], page["content"]) for page, id_ in known)


def around_the_median(pages, count):
    """`count` pages at even distances in the middle half by length."""
    quarter = len(pages) // 4
    step = (len(pages) - 2 * quarter) / (count + 1)
    return [pages[quarter + round(step * (place + 1))] for place in range(count)]
