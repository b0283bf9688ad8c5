"""What open streams of signals cost."""

import os
import resource
import select
import socket
import time

from editors import Editor, pages_by_length
from servers import REGION, lotse, say
from traffic import again, synced

STREAMS = int(os.environ.get("STREAMS", "1000"))
STREAM_SECONDS = float(os.environ.get("STREAM_SECONDS", "60"))


def opened(server):
    """One stream that has got its first event."""
    stream = socket.create_connection(("127.0.0.1", server.port), timeout=10)
    stream.sendall(f"GET /sync/v1/signals?region={REGION} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n".encode())
    text = b""
    while b"event: head" not in text:
        more = stream.recv(4096)
        if not more:
            raise SystemExit(f"a stream ended: {text!r}")
        text += more
    return stream


def idle(server):
    """CPU milliseconds while nothing is asked."""
    used, began = server.cpu_seconds(), time.monotonic()
    time.sleep(STREAM_SECONDS)
    return 1e3 * (server.cpu_seconds() - used) * 60 / (time.monotonic() - began)


def heard(streams, word, seconds):
    """How many streams have told of a head, and when the last of them did."""
    waiting, began = {stream.fileno(): b"" for stream in streams}, time.monotonic()
    poll, last = select.poll(), 0.0
    for number in waiting:
        poll.register(number, select.POLLIN)
    by_number = {stream.fileno(): stream for stream in streams}
    while waiting and time.monotonic() < began + seconds:
        for number, _ in poll.poll(100):
            if number in waiting:
                waiting[number] += by_number[number].recv(4096)
                if word in waiting[number]:
                    del waiting[number]
                    poll.unregister(number)
                    last = time.monotonic() - began
    return len(streams) - len(waiting), last


def measure_streams(figures, prepared):
    """Memory and CPU of many open streams, beside those of the same server without any."""
    data, token = prepared
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(most, STREAMS + 1000), most))
    with lotse("lotse", again(data, "streams")) as server:
        synced(server)
        say(f"idle for {STREAM_SECONDS:.0f} s without streams")
        without = idle(server)
        memory = server.resident_mib()
        streams = [opened(server) for _ in range(STREAMS)]
        added = server.resident_mib() - memory
        say(f"idle for {STREAM_SECONDS:.0f} s with {STREAMS} streams")
        cpu = idle(server)
        figures.at_most(f"{STREAMS:,} open streams, memory added", added, 30, "MiB", 1)
        figures.add(
            f"{STREAMS:,} open streams, CPU per minute", f"{cpu:.0f} ms; {without:.0f} ms without", "not measurable"
        )
        page = pages_by_length(server.port, REGION)[90][1]
        for stream in streams:
            stream.settimeout(10)
        Editor(server.port, REGION, token).add_sentence(page)
        told, last = heard(streams, b"event: head", 10)
        measured = f"{told:,} heard of it, the last {1e3 * last:.0f} ms after its answer"
        figures.add(f"{STREAMS:,} open streams, one publish", measured)
        for stream in streams:
            stream.close()
