"""The processes that are measured, and requests to them; the program's first argument is the folder to write to."""

import contextlib
import http.client
import os
import pathlib
import re
import shlex
import signal
import socket
import subprocess
import sys
import time

DATA = pathlib.Path(os.environ.get("DATA", "../shared/data/integreat-lkaugsburg"))
REGION = os.environ.get("REGION", "lkaugsburg")
LOTSE = os.environ.get("LOTSE", "target/release/lotse")
BARE = os.environ.get("BARE", "target/release/examples/bare")
SERVE_ARGS = shlex.split(os.environ.get("SERVE_ARGS", ""))
WORK = pathlib.Path(sys.argv[1])

TICKS = os.sysconf("SC_CLK_TCK")


def say(text):
    print(text, file=sys.stderr, flush=True)


def must_be_built(*binaries):
    """Ends the program when one of the binaries is missing."""
    for binary in binaries:
        if not os.access(binary, os.X_OK):
            raise SystemExit(f"{binary} is missing; the script says how to build it")


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


def import_region(source, region, data, *more):
    """Import one region and answer how long it took."""
    began = time.monotonic()
    command = [LOTSE, "import", "integreat", str(source), "--region", region, "--data", str(data), *more]
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    if done.returncode:
        raise SystemExit(f"the import failed:\n{done.stdout}")
    return time.monotonic() - began


def get(port, path, headers=None):
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    try:
        connection.request("GET", path, headers={"Accept-Encoding": "identity", **(headers or {})})
        response = connection.getresponse()
        return response.status, {name.lower(): value for name, value in response.getheaders()}, response.read()
    finally:
        connection.close()


def wait_until_quiet(server):
    """Better compression follows once a body has been unchanged for 30 s; measuring begins after that work is done."""
    say(f"waiting until {server.name} has been quiet for 35 s")
    used, since, end = server.cpu_seconds(), time.monotonic(), time.monotonic() + 240
    while time.monotonic() < min(since + 35, end):
        time.sleep(1)
        if server.cpu_seconds() > used + 0.05:
            used, since = server.cpu_seconds(), time.monotonic()
