"""Import folders that are made from the real district: more languages, fewer or more pages; or made up where there is none."""

import json

from servers import DATA, REGION, WORK

OTHERS = "ar bg cs el es fa fr hr hu it kmr pl ro ru sr ti tr uk".split()
LANGUAGES = ["de", "en", *OTHERS]
KEPT = ("id", "url", "path", "title", "last_updated", "content", "parent", "order")


def real_pages(language):
    return json.loads((DATA / language / "pages.json").read_text())


def name(page):
    return {"id": page["id"], "url": page["url"], "path": page["path"]}


def moved(named, number, language, suffix=""):
    """Id, address and path of a page as they are in a copy of the district."""
    if not named or not named["path"]:
        return {"id": 0, "url": None, "path": None}
    path = f"/{REGION}/{language}/{named['path'].split('/', 3)[3]}"
    path = path.rstrip("/") + suffix + "/"
    return {"id": named["id"] + number * 100_000_000, "url": f"https://cms.example{path}", "path": path}


def translated(page, number, language):
    """A page in one more language: the German text with a title that tells."""
    copy = {key: page[key] for key in KEPT}
    copy |= moved(page, number, language) | {"parent": moved(page["parent"], number, language)}
    copy |= {"title": f"{page['title']} ({language})", "available_languages": {"de": name(page)}}
    return copy


def twenty_languages():
    """The real German and English pages, and 18 languages made from the German ones."""
    folder = WORK / "twenty"
    german = real_pages("de")
    files = {"de": german, "en": real_pages("en")}
    for number, language in enumerate(OTHERS, start=1):
        files[language] = [translated(page, number, language) for page in german]
    return write(folder, files)


def of_size(count):
    """A district of `count` German pages: the real ones, as often as needed."""
    german = real_pages("de")
    pages = []
    for number in range(-(-count // len(german))):
        for page in german:
            copy = {key: page[key] for key in KEPT}
            copy |= moved(page, number, "de", f"-{number}")
            copy |= {"parent": moved(page["parent"], number, "de", f"-{number}"), "available_languages": {}}
            pages.append(copy)
    return write(WORK / f"pages-{count}", {"de": in_whole_trees(pages, count)})


def made_up(count=260):
    """A district where the real one is missing: as many pages, about as long, eight below each."""
    pages = []
    for number in range(count):
        parent = pages[number // 8 - 1] if number >= 8 else None
        path = (parent["path"] if parent else f"/{REGION}/de/") + f"seite-{number}/"
        sentence = f"<p>Bitte bringen Sie zum Termin {number} Ihren Ausweis und dieses Schreiben mit.</p>"
        page = {"id": number + 1, "url": f"https://cms.example{path}", "path": path, "title": f"Seite {number}"}
        page |= {"last_updated": "2026-01-01T08:00:00+01:00", "content": sentence * (1 + number % 60), "order": number}
        page |= {"parent": name(parent) if parent else {"id": 0, "url": None, "path": None}, "available_languages": {}}
        pages.append(page)
    return write(WORK / "made-up", {"de": pages})


def in_whole_trees(pages, count):
    """The first `count` pages whose parents are among them too."""
    chosen, paths = [], set()
    while len(chosen) < count:
        before = len(chosen)
        for page in pages:
            above = page["parent"]["path"]
            if len(chosen) < count and page["path"] not in paths and (above is None or above in paths):
                chosen.append(page)
                paths.add(page["path"])
        if len(chosen) == before:
            break
    return chosen


def write(folder, files):
    for language, pages in files.items():
        (folder / language).mkdir(parents=True, exist_ok=True)
        (folder / language / "pages.json").write_text(json.dumps(pages, ensure_ascii=False))
    return folder
