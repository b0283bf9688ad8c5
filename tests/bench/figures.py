"""One table of figures: what was asked for beside what was measured."""

import os
import statistics


class Figures:
    """The lines of the table, printed at the end and on the way."""

    def __init__(self):
        self.lines = []

    def add(self, what, measured, asked="", is_met=None):
        verdict = {None: "", True: "met", False: "**missed**"}[is_met]
        self.lines.append(f"| {what} | {asked} | {measured} | {verdict} |")
        print(self.lines[-1], flush=True)

    def at_most(self, what, value, limit, unit, digits=0, note=""):
        """A line for a figure that must not be larger than `limit`."""
        measured = f"{value:,.{digits}f} {unit}{note}"
        self.add(what, measured, f"<= {limit:,g} {unit}", value <= limit)

    def skip(self, what, why):
        self.add(what, f"not measured: {why}")

    def print_table(self):
        print(f"\n## Figures\n\nLoad at the end: {os.getloadavg()[0]:.2f}.\n")
        print("| what | asked for | measured | |\n| --- | --- | --- | --- |")
        print("\n".join(self.lines), flush=True)


def percentile(values, share):
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))]


def milliseconds(values):
    """Median, p99 and the largest of times in seconds, as text."""
    middle, high = statistics.median(values), percentile(values, 0.99)
    return f"p50 {1e3 * middle:.0f} ms, p99 {1e3 * high:.0f} ms, max {1e3 * max(values):.0f} ms"
