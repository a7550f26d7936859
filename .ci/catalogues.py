"""The translation catalogues: `update` them from the code, `check` that nothing is missing, `compile` them.

Messages are plain English. The English catalogue is filled with the messages themselves; the Chinese one is
written by people. Catalogues are sorted and carry no places and no dates, so that two branches rarely touch
the same lines.
"""

import ast
import io
import re
import sys
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "servicedesk" / "translations"
LOCALES = ("zh_CN", "en")
KEYWORDS = DEFAULT_KEYWORDS | {
    "lazy_gettext": None,
    "lazy_ngettext": (1, 2),
    "lazy_pgettext": ((1, "c"), 2),
    "_l": None,
}
# Words that Chinese pages show as they are.
SAME_IN_CHINESE = {"QR", "English", "API", "PDF", "CSV", "Excel", "Word", "ID"}

PLACE = re.compile(r"%\((\w+)\)[sd]|%[sd]")
TAG = re.compile(r"</?[a-z][^>]*>")
LETTERS = re.compile(r"[A-Za-z]")
CHINESE = re.compile(r"[\u3400-\u9fff]")
DATED = re.compile(r'^"(POT-Creation-Date|PO-Revision-Date|Generated-By|Project-Id-Version|'
                   r'Report-Msgid-Bugs-To|Last-Translator|Language-Team):.*\n', re.MULTILINE)  # fmt: skip


def path_of(locale: str) -> Path:
    return FOLDER / locale / "LC_MESSAGES" / "messages.po"


def texts(source: str) -> Iterator[tuple[int, str]]:
    """Line and words of each sentence that a module marks with `text` or `Text` of servicedesk.rules.text.

    Read apart from gettext's words, because SQLAlchemy has a `text` too.
    """
    tree = ast.parse(source)
    imports = (node for node in ast.walk(tree) if isinstance(node, ast.ImportFrom))
    names = {
        alias.asname or alias.name
        for node in imports
        if node.module == "servicedesk.rules.text"
        for alias in node.names
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in names:
            first = node.args[0] if node.args else None
            if isinstance(first, ast.Constant) and isinstance(first.value, str):
                yield node.lineno, first.value


def extracted() -> Catalog:
    """Every message in the code and the templates, with the places where it stands."""
    with open(ROOT / ".ci" / "babel.cfg", encoding="utf-8") as file:
        methods, options = parse_mapping_cfg(file, filename="babel.cfg")
    catalog = Catalog(charset="utf-8")
    found = extract_from_dir(ROOT, methods, options, keywords=KEYWORDS, comment_tags=("L10n:",))
    for file_name, line, message, comments, context in found:
        catalog.add(message, None, [(file_name, line)], auto_comments=comments, context=context)
    for path in sorted((ROOT / "servicedesk").rglob("*.py")):
        for line, message in texts(path.read_text(encoding="utf-8")):
            catalog.add(message, None, [(str(path.relative_to(ROOT)), line)])
    return catalog


def stored(locale: str) -> Catalog:
    """The catalogue as it lies in the tree; an empty one where there is none yet."""
    if not path_of(locale).exists():
        return Catalog(locale=locale, charset="utf-8", fuzzy=False)
    with open(path_of(locale), "rb") as file:
        return read_po(file, locale=locale, charset="utf-8")


def store(catalog: Catalog, locale: str) -> None:
    """Write the catalogue sorted, without places, dates and what is no longer used."""
    catalog.header_comment = (
        "# Messages of the enterprise-service desk. Run `make messages` after changing any in the code."
    )
    buffer = io.BytesIO()
    write_po(buffer, catalog, width=110, no_location=True, sort_output=True, ignore_obsolete=True)
    content = DATED.sub("", buffer.getvalue().decode("utf-8"))
    path_of(locale).parent.mkdir(parents=True, exist_ok=True)
    if not path_of(locale).exists() or path_of(locale).read_text(encoding="utf-8") != content:
        path_of(locale).write_text(content, encoding="utf-8")


def messages(catalog: Catalog) -> Iterator[Message]:
    """The messages without the header entry."""
    return (message for message in catalog if message.id)


def forms(words: object) -> tuple[str, ...]:
    """A message's or a translation's words: one, or one per plural form."""
    return tuple(words) if isinstance(words, list | tuple) else (str(words or ""),)


def key(message: Message) -> tuple[str, str]:
    return (message.context or "", forms(message.id)[0])


def update() -> int:
    """Bring both catalogues up to date with the code; prints what the Chinese one lacks, by file."""
    template = extracted()
    for locale in LOCALES:
        catalog = stored(locale)
        catalog.update(template, no_fuzzy_matching=True)
        if locale == "en":
            for message in messages(catalog):
                message.string = message.id
        store(catalog, locale)
    chinese = {key(message): message for message in messages(stored("zh_CN"))}
    lacking = [message for message in messages(template) if not all(forms(chinese[key(message)].string))]
    for place, msgid in sorted(
        (place[0], forms(message.id)[0]) for message in lacking for place in message.locations[:1]
    ):
        print(f"{place}: {msgid}")
    print(f"{len(chinese)} messages, {len(lacking)} without Chinese")
    return 0


def faults_of(message: Message, locale: str) -> Iterator[str]:
    """What is wrong with one translated message, in words."""
    english, words = forms(message.id), forms(message.string)
    if message.fuzzy:
        yield "is marked fuzzy"
    if not all(words):
        yield "is not translated"
        return
    if locale == "en" and words != english:
        yield "differs from its message; run `make messages`"
    for word in words:
        # A language with one form for all numbers says what the English plural says.
        if set(PLACE.findall(word)) - set(PLACE.findall(english[-1])) or (
            set(PLACE.findall(english[0])) - set(PLACE.findall(word)) and len(english) == 1
        ):
            yield f"has other %(places)s in «{word}»"
        if sorted(TAG.findall(word)) != sorted(TAG.findall(english[-1])):
            yield f"has other tags in «{word}»"
    if len(english) > 1 and set(PLACE.findall(words[-1])) != set(PLACE.findall(english[-1])):
        yield f"has other %(places)s in «{words[-1]}»"
    bare = PLACE.sub("", TAG.sub("", words[-1]))
    if (
        locale == "zh_CN"
        and LETTERS.search(bare)
        and not CHINESE.search(bare)
        and words[-1] not in SAME_IN_CHINESE
    ):
        yield "is merely copied"


def check() -> int:
    """Compare both catalogues with the code; prints each fault, answers 1 if there is one."""
    template = {key(message): message for message in messages(extracted())}
    faults = [
        f"{place[0]}: «{msgid}» is not English"
        for (_, msgid), message in template.items()
        if CHINESE.search(msgid)
        for place in message.locations[:1]
    ]
    for locale in LOCALES:
        catalog = stored(locale)
        present = {key(message): message for message in messages(catalog)}
        for missing in template.keys() - present.keys():
            faults.append(f"{locale}: «{missing[1]}» ({template[missing].locations[0][0]}) is missing")
        for unused in present.keys() - template.keys():
            faults.append(f"{locale}: «{unused[1]}» stands in no code; run `make messages`")
        for obsolete in catalog.obsolete.values():
            faults.append(f"{locale}: «{obsolete.id}» is obsolete; run `make messages`")
        for name in template.keys() & present.keys():
            faults += [f"{locale}: «{name[1]}» {fault}" for fault in faults_of(present[name], locale)]
    print("\n".join(sorted(faults)) if faults else f"translations complete: {len(template)} messages")
    return 1 if faults else 0


def compile_all(paths: list[str]) -> int:
    """Write the .mo beside each .po named, or beside all."""
    for path in [Path(given) for given in paths] or [path_of(locale) for locale in LOCALES]:
        with open(path, "rb") as source:
            catalog = read_po(source, locale=path.parent.parent.name, charset="utf-8")
        with open(path.with_suffix(".mo"), "wb") as target:
            write_mo(target, catalog)
    return 0


def main() -> int:
    command, *rest = sys.argv[1:] or [""]
    if command == "compile":
        return compile_all(rest)
    if command in {"update", "check"}:
        return update() if command == "update" else check()
    print("usage: catalogues.py update | check | compile [FILE.po …]", file=sys.stderr)
    return 2


if __name__ == "__main__":
    sys.exit(main())
