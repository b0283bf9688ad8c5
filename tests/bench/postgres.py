"""A PostgreSQL server on a socket of a folder of its own, as durable as it is when it is installed."""

import contextlib
import glob
import os
import pathlib
import pwd
import shutil
import signal
import subprocess
import time
import urllib.parse

from servers import TICKS, WORK, say

# Its own defaults, said aloud: nothing is answered that is not on the disk.
SETTINGS = {"listen_addresses": "", "fsync": "on", "synchronous_commit": "on", "full_page_writes": "on"}


def find():
    """The folder of its programs, or none."""
    folders = [os.path.dirname(shutil.which("initdb") or ""), *sorted(glob.glob("/usr/lib/postgresql/*/bin"), reverse=True)]
    needed = ("initdb", "postgres", "pg_isready", "createdb")
    complete = (folder for folder in folders if all(os.access(f"{folder}/{name}", os.X_OK) for name in needed))
    return next(complete, None)


def unprivileged():
    """What a command begins with, so that it does not run as root, and who it runs as; PostgreSQL refuses to be root."""
    if os.getuid():
        return [], None
    names = {user.pw_name for user in pwd.getpwall()}
    name = "postgres" if "postgres" in names else "nobody"
    return ["runuser", "-u", name, "--"], name


class Postgres:
    """A running server."""

    def __init__(self, programs):
        prefix, user = unprivileged()
        self.folder = WORK / "postgres"
        self.folder.mkdir()
        if user:
            WORK.chmod(0o711)
            shutil.chown(self.folder, user)
        data = self.folder / "data"
        command = [*prefix, f"{programs}/initdb", "-D", data, "-U", "lotse", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8"]
        subprocess.run(command, check=True, capture_output=True, cwd=self.folder)
        settings = [word for name, value in SETTINGS.items() for word in ("-c", f"{name}={value}")]
        command = [*prefix, f"{programs}/postgres", "-D", data, "-k", self.folder, *settings]
        self.log = self.folder / "log"
        self.process = subprocess.Popen(
            command, cwd=self.folder, stdout=self.log.open("w"), stderr=subprocess.STDOUT, start_new_session=True
        )
        with (WORK / "started").open("a") as started:
            print(self.process.pid, file=started)
        self.ready = [f"{programs}/pg_isready", "-q", "-h", str(self.folder), "-U", "lotse"]
        self.createdb = [f"{programs}/createdb", "-h", str(self.folder), "-U", "lotse"]
        self.wait()

    def wait(self):
        end = time.monotonic() + 60
        while subprocess.run(self.ready).returncode:
            if time.monotonic() > end or self.process.poll() is not None:
                raise SystemExit(f"PostgreSQL did not start:\n{self.log.read_text()}")
            time.sleep(0.1)

    def database(self, name):
        """The address of a new database."""
        subprocess.run([*self.createdb, name], check=True)
        return f"postgres://lotse@{urllib.parse.quote(str(self.folder), safe='')}/{name}"

    def cpu_seconds(self):
        """User and system time of all its processes, without those that have ended."""
        known = {}
        for path in pathlib.Path("/proc").glob("[0-9]*/stat"):
            with contextlib.suppress(OSError):
                fields = path.read_text().rpartition(")")[2].split()
                known[int(path.parent.name)] = (int(fields[1]), int(fields[11]) + int(fields[12]))

        def is_ours(pid):
            while pid in known and pid != self.process.pid:
                pid = known[pid][0]
            return pid == self.process.pid

        return sum(ticks for pid, (_, ticks) in known.items() if is_ours(pid)) / TICKS

    def stop(self):
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGINT)
        try:
            self.process.wait(15)
        except subprocess.TimeoutExpired:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()


@contextlib.contextmanager
def running():
    """The server, or none where it is not installed."""
    programs = find()
    if not programs:
        say("there is no PostgreSQL")
        yield None
        return
    server = Postgres(programs)
    try:
        yield server
    finally:
        server.stop()
