"""wrk with prepared requests: a load that costs the same whatever it is compared with, and little beside the server."""

import json
import os
import pathlib
import subprocess

from servers import WORK

# Stands for a number that is another one in each request.
NUMBER = "@" * 16
SCRIPT = pathlib.Path(__file__).with_name("prepared.lua")


def prepare(name, requests):
    """A file with requests that are sent one after the other, again from the start after the last one."""
    file = WORK / name
    file.write_bytes(b"".join(b"%d\n%s" % (len(request), request) for request in requests))
    return file


def request(method, path, headers, body=b""):
    lines = [f"{method} {path} HTTP/1.1", "Host: 127.0.0.1", *(f"{name}: {value}" for name, value in headers.items())]
    if body:
        lines.append(f"Content-Length: {len(body)}")
    return "\r\n".join([*lines, "", ""]).encode() + body


class Load:
    """A running wrk: one thread, and so many connections that each wait for their answer before they ask again."""

    def __init__(self, server, file, connections, seconds):
        command = ["wrk", "-t1", f"-c{connections}", f"-d{seconds}s", "--timeout", "30s", "-s", str(SCRIPT)]
        command += [f"http://127.0.0.1:{server.port}", "--", str(file)]
        self.seconds = seconds
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, start_new_session=True)
        with (WORK / "started").open("a") as started:
            print(self.process.pid, file=started)

    def end(self):
        """What it has measured: counts, times in milliseconds, and its own CPU in cores."""
        text = self.process.stdout.read()
        _, status, used = os.wait4(self.process.pid, 0)
        self.process.returncode = os.waitstatus_to_exitcode(status)
        if self.process.returncode:
            raise SystemExit(f"wrk failed:\n{text}")
        measured = json.loads(text.splitlines()[-1])
        if measured["failed"]:
            raise SystemExit(f"{measured['failed']} of {measured['requests']} requests were not answered with success:\n{text}")
        return measured | {
            "rate": measured["requests"] / measured["seconds"],
            "cpu": (used.ru_utime + used.ru_stime) / measured["seconds"],
        }
