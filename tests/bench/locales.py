"""The checks of Fluent files: speed, worst inputs, the command line, and an upload until it is in the merged bundle."""

import http.client
import os
import pathlib
import re
import statistics
import subprocess
import time

from editors import create_token
from figures import Figures, milliseconds
from servers import LOTSE, WORK, get, lotse, must_be_built, say

CORPUS = pathlib.Path(os.environ.get("CORPUS", "../shared/data/ftl-corpus"))
CHECKS = os.environ.get("CHECKS", "target/release/examples/checks")
UPLOADS = int(os.environ.get("UPLOADS", "20"))
MESSAGES = 370
FILES = 200


def measure_checks(figures):
    """Speed over the corpus, and the slowest of the worst inputs."""
    text = subprocess.run([CHECKS, str(CORPUS)], check=True, capture_output=True, text=True).stdout
    for language, checked, parsed in re.findall(r"(\S+): \d+ files, .* checked at ([\d.]+) MB/s, parsed at (\d+)", text):
        note = f"{float(checked):.0f} MB/s of UTF-8; the parser alone {parsed} MB/s"
        figures.add(f"checks of the corpus, {language}", note, ">= 30 MB/s", float(checked) >= 30)
    worst = [(float(time_), name) for name, time_ in re.findall(r"worst: (.*): (\d+) ms", text)]
    slowest, name = max(worst)
    figures.at_most(f"the slowest of {len(worst)} inputs at the limit of size: {name}", slowest, 1000, "ms")


def measure_command(figures):
    """`lotse check` on many files at once: those of the language that has the most."""
    languages = [folder for folder in sorted(CORPUS.iterdir()) if folder.is_dir() and folder.name != "en"]
    count, folder = max((len(list(folder.rglob("*.ftl"))), folder) for folder in languages)
    if count < FILES:
        raise SystemExit(f"{CORPUS} has fewer than {FILES} files in every language")
    command = [LOTSE, "check", str(folder), "--reference", str(CORPUS / "en"), "--locale", folder.name]
    command = [LOTSE, "check", str(folders[language]), "--reference", str(CORPUS / "en"), "--locale", language]
    times = []
    for _ in range(7):
        began = time.monotonic()
        if subprocess.run(command, stdout=subprocess.DEVNULL).returncode not in (0, 1):
            raise SystemExit("`lotse check` fails")
        times.append(time.monotonic() - began)
    figures.at_most(f"`lotse check` on {count} files, {folder.name}", 1e3 * statistics.median(times), 500, "ms")


def measure_upload(figures):
    """A file of a translator until the merged bundle of a region has its text."""
    data = WORK / "data"
    say("starting a server with the sample region")
    with lotse("lotse", data, "--demo") as server:
        region = re.search(rb'"slug":"([^"]+)"', get(server.port, "/api/v1/regions")[2])[1].decode()
        upload = Upload(server.port, region, create_token(data))
        upload.put("de", 0)
        times = [upload.until_merged("uk", round_) for round_ in range(1, UPLOADS + 1)]
    median = 1e3 * statistics.median(times)
    figures.at_most(f"upload of {MESSAGES} messages to the merged bundle of a region, median", median, 50, "ms", 1)
    figures.add("the same", milliseconds(times))


class Upload:
    """A translator's file of one bundle, again and again with another text."""

    def __init__(self, port, region, token):
        self.port, self.base = port, f"/api/v1/regions/{region}/bundles"
        self.headers = {"Authorization": f"Bearer {token}", "Content-Type": "text/plain; charset=utf-8"}
        self.tags = {}

    def put(self, language, round_):
        """One upload; the answer's ETag is the next one's precondition."""
        text = "".join(f"message-{n} = Text { round_ } of message { n } with {{ $name }}\n" for n in range(MESSAGES))
        tag = self.tags.get(language)
        headers = {**self.headers, **({"If-Match": tag} if tag else {"If-None-Match": "*"})}
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        connection.request("PUT", f"{self.base}/{language}/bench/source", text.encode(), headers)
        response = connection.getresponse()
        answer = response.read()
        connection.close()
        if response.status not in (200, 201):
            raise SystemExit(f"an upload answers {response.status}: {answer[:300]!r}")
        self.tags[language] = response.headers["ETag"]

    def until_merged(self, language, round_):
        began = time.monotonic()
        self.put(language, round_)
        wanted = f"message-{MESSAGES - 1} = Text {round_} ".encode()
        while wanted not in get(self.port, f"{self.base}/{language}/bench")[2]:
            if time.monotonic() > began + 10:
                raise SystemExit("the upload is not in the merged bundle after 10 s")
        return time.monotonic() - began


def main():
    must_be_built(LOTSE, CHECKS)
    figures = Figures()
    measure_checks(figures)
    measure_command(figures)
    measure_upload(figures)
    figures.print_table()


main()
