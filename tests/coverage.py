#!/usr/bin/env python3
"""Computes the coverage of a region from the files of an Integreat v3 API, apart from the server.

    coverage.py DIRECTORY SOURCE [LANGUAGE...]

DIRECTORY holds <language>/pages.json; all other languages are translated from SOURCE. Prints JSON.

A translation is outdated when its date is not newer than its source's. It waits since the date of the source. Words are
those of the source text: what stands between white space, where tags of inline elements do not end a word.
"""

import collections
import html.parser
import json
import pathlib
import sys
from datetime import datetime, timezone

INLINE = set(
    "a abbr b bdi bdo cite code del em i img ins mark q s small span strong sub sup u wbr".split()
)
# Their content is no text, and the server removes them.
SILENT = {"script", "style"}


class Text(html.parser.HTMLParser):
    """Collects the text of HTML."""

    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.parts = []
        self.silent = 0

    def handle_starttag(self, tag, attrs):
        self.silent += tag in SILENT
        if tag not in INLINE:
            self.parts.append(" ")

    def handle_endtag(self, tag):
        self.silent -= tag in SILENT
        if tag not in INLINE:
            self.parts.append(" ")

    def handle_startendtag(self, tag, attrs):
        if tag not in INLINE:
            self.parts.append(" ")

    def handle_data(self, data):
        if not self.silent:
            self.parts.append(data)


def words(content):
    text = Text()
    text.feed(content)
    text.close()
    return len("".join(text.parts).split())


def instant(page):
    return datetime.fromisoformat(page["last_updated"]).astimezone(timezone.utc)


def written(date):
    """RFC 3339 in UTC, with milliseconds only when there are any."""
    digits = "milliseconds" if date.microsecond // 1000 else "seconds"
    return date.isoformat(timespec=digits).replace("+00:00", "Z")


STATES = ("up_to_date", "outdated", "machine", "missing")


def nothing():
    return {unit: dict.fromkeys((*STATES, "total"), 0) for unit in ("pages", "words")} | {"waiting_since": None}


def add(figures, state, count, since):
    for unit, amount in (("pages", 1), ("words", count)):
        figures[unit][state] += amount
        figures[unit]["total"] += amount
    if since is not None:
        known = figures["waiting_since"]
        figures["waiting_since"] = since if known is None else min(known, since)


def finished(figures):
    since = figures["waiting_since"]
    return figures | {"waiting_since": None if since is None else written(since)}


def state_of(page, translation, language, source):
    if language == source:
        return "up_to_date", None
    if translation is None:
        return "missing", None
    if instant(translation) <= instant(page):
        return "outdated", instant(page)
    return "up_to_date", None


def coverage(directory, source, languages):
    read = lambda language: json.loads((directory / language / "pages.json").read_text(encoding="utf-8"))
    pages = {language: {page["path"]: page for page in read(language)} for language in languages}

    def root(page):
        while page["parent"]["path"]:
            page = pages[source][page["parent"]["path"]]
        return page["path"]

    def translation(page, language):
        path = page["available_languages"].get(language, {}).get("path")
        return pages[language].get(path)

    topics = {}
    total = nothing()
    totals = {language: nothing() for language in languages}
    for page in pages[source].values():
        fresh = {"title": pages[source][root(page)]["title"], "languages": {}, "total": nothing()}
        topic = topics.setdefault(root(page), fresh)
        count = words(page["content"])
        for language in languages:
            state, since = state_of(page, translation(page, language), language, source)
            share = topic["languages"].setdefault(language, nothing())
            of_translations = [topic["total"], total] if language != source else []
            for figures in [share, totals[language], *of_translations]:
                add(figures, state, count, since)

    rhythm = collections.defaultdict(collections.Counter)
    for language in languages:
        for page in pages[language].values():
            rhythm[page["last_updated"][:7]][language] += 1

    shares = lambda figures: [{"language": language, **finished(figures[language])} for language in languages]
    return {
        "languages": shares(totals),
        "topics": [
            {"title": topic["title"], "languages": shares(topic["languages"]), "total": finished(topic["total"])}
            for topic in topics.values()
        ],
        "total": finished(total),
        "rhythm": [
            {
                "month": month,
                "texts": sum(texts.values()),
                "languages": [
                    {"language": language, "texts": texts[language]} for language in languages if texts[language]
                ],
            }
            for month, texts in sorted(rhythm.items())
        ],
    }


if __name__ == "__main__":
    directory, source, *others = sys.argv[1:]
    json.dump(coverage(pathlib.Path(directory), source, [source, *others]), sys.stdout, ensure_ascii=False)
