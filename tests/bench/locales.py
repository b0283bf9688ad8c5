"""The checks of Fluent files: speed, worst inputs, the command line, and uploads until they are in the merged bundles."""

import http.client
import json
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
REGIONS = 50
ROUNDS = 5


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
    times = []
    for _ in range(7):
        began = time.monotonic()
        if subprocess.run(command, stdout=subprocess.DEVNULL).returncode not in (0, 1):
            raise SystemExit("`lotse check` fails")
        times.append(time.monotonic() - began)
    figures.at_most(f"`lotse check` on {count} files, {folder.name}", 1e3 * statistics.median(times), 500, "ms")


def measure_uploads(figures):
    """Files of a translator until the merged bundles have their texts: of one region, and of all."""
    data = WORK / "data"
    say("starting a server with the sample region")
    with lotse("lotse", data, "--demo") as server:
        region = re.search(rb'"slug":"([^"]+)"', get(server.port, "/api/v1/regions")[2])[1].decode()
        token = create_token(data)
        measure_region(figures, Bundle(server.port, f"/regions/{region}", "bench", token), region)
        measure_all_regions(figures, server, Bundle(server.port, "", "shared", token), region)


def measure_region(figures, bundle, region):
    """One region's own layer."""
    bundle.put("de", 0)
    times = []
    for round_ in range(1, UPLOADS + 1):
        began = time.monotonic()
        bundle.put("uk", round_)
        bundle.wait_until_merged(region, "uk", round_)
        times.append(time.monotonic() - began)
    median = 1e3 * statistics.median(times)
    figures.at_most(f"upload of {MESSAGES} messages to the merged bundle of a region, median", median, 50, "ms", 1)
    figures.add("the same", milliseconds(times))


def measure_all_regions(figures, server, bundle, region):
    """The layer of all regions in the source language, which every language of every region depends on."""
    say(f"making {REGIONS - 1} regions")
    regions = [region, *(f"kreis-{number}" for number in range(1, REGIONS))]
    for slug in regions[1:]:
        make_region(bundle, slug)
    answered, first, last = [], [], []
    for round_ in range(ROUNDS + 1):
        wait_until_idle(server)
        began = time.monotonic()
        bundle.put("de", round_)
        times = [time.monotonic() - began]
        # They follow in this order, so waiting for one after the other costs the server the fewest questions.
        for slug in regions:
            bundle.wait_until_merged(slug, "de", round_)
            times.append(time.monotonic() - began)
        # The first time there is nothing yet to compare with.
        if round_ > 0:
            answered.append(times[0])
            first.append(times[1])
            last.append(times[-1])
    what = f"upload of {MESSAGES} messages for {REGIONS} regions"
    figures.add(f"{what}: until it is answered", milliseconds(answered))
    figures.add(f"{what}: until one region's merged bundle has it", milliseconds(first))
    figures.add(f"{what}: until all {REGIONS} have it", milliseconds(last))


def wait_until_idle(server):
    """What phones sync is published after what readers see; the next upload begins when that is done, too."""
    used, end = -1.0, time.monotonic() + 60
    while server.cpu_seconds() > used + 0.01 and time.monotonic() < end:
        used = server.cpu_seconds()
        time.sleep(0.5)


def make_region(bundle, slug):
    region = {"slug": slug, "name": slug, "default_language": "de", "time_zone": "Europe/Berlin"}
    headers = {"Content-Type": "application/json"}
    bundle.send("POST", "/regions", json.dumps(region), headers)
    for language in ("en", "uk", "ar"):
        path = f"/regions/{slug}/languages/{language}"
        bundle.send("PUT", path, json.dumps({"source": "de"}), {**headers, "If-None-Match": "*"})


class Bundle:
    """A translator's file of one bundle, again and again with another text."""

    def __init__(self, port, layer, name, token):
        """`layer` is the path of a region, or nothing for all of them."""
        self.port, self.layer, self.name = port, layer, name
        self.headers = {"Authorization": f"Bearer {token}"}
        self.tags = {}

    def send(self, method, path, body, headers):
        """One request of an editor; answers with the ETag."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        connection.request(method, f"/api/v1{path}", body.encode(), {**self.headers, **headers})
        response = connection.getresponse()
        answer = response.read()
        connection.close()
        if response.status not in (200, 201):
            raise SystemExit(f"{method} {path} answers {response.status}: {answer[:300]!r}")
        return response.headers["ETag"]

    def put(self, language, round_):
        """One upload; the answer's ETag is the next one's precondition."""
        text = "".join(f"message-{n} = Text {round_} of message {n} with {{ $name }}\n" for n in range(MESSAGES))
        path = f"{self.layer}/bundles/{language}/{self.name}/source"
        tag = self.tags.get(path)
        headers = {"If-Match": tag} if tag else {"If-None-Match": "*"}
        headers["Content-Type"] = "text/plain; charset=utf-8"
        self.tags[path] = self.send("PUT", path, text, headers)

    def wait_until_merged(self, region, language, round_):
        """Asks until the merged bundle of a region has the text of the upload."""
        end = time.monotonic() + 60
        wanted = f"message-{MESSAGES - 1} = Text {round_} ".encode()
        while wanted not in get(self.port, f"/api/v1/regions/{region}/bundles/{language}/{self.name}")[2]:
            if time.monotonic() > end:
                raise SystemExit("the upload is not in the merged bundle after 60 s")


def main():
    must_be_built(LOTSE, CHECKS)
    figures = Figures()
    measure_checks(figures)
    measure_command(figures)
    measure_uploads(figures)
    figures.print_table()


main()
