"""The command `pressmark`: inspects a corpus, verifies a site, exports."""

from __future__ import annotations

import argparse
import logging
import os
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from pressmark import __version__
from pressmark.build.check import check_corpus
from pressmark.corpus.read import Inventory, Item, scan
from pressmark.corpus.settings import (
    PUBLIC,
    SETTINGS_FILE,
    TABLE_FILE,
    Collection,
    SiteSettings,
    read_collection,
)
from pressmark.errors import SHOWN, UNTOUCHED, CuratorError, Problem, printable, summarize
from pressmark.explain import explain
from pressmark.export import FORMATS, records
from pressmark.pipeline import RULE_NAMES, process
from pressmark.runtime.workers import PROCESSES, WorkerSettings, open_pool
from pressmark.verify import count_documents, verify

GOOD, WRONG, UNUSABLE = 0, 1, 2
"""Exit codes: no error, errors found, unusable command or settings."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command with these `arguments`, or those of the process; returns the exit code."""
    options = _parser().parse_args(arguments)
    try:
        code: int = options.run(options)
        sys.stdout.flush()
        return code
    except CuratorError as error:
        print(error, file=sys.stderr)
        return UNUSABLE
    except BrokenPipeError:
        # `pressmark records … | head` closes the pipe. Python would complain of it again at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return GOOD
    except KeyboardInterrupt:
        return 130


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="pressmark", description="A folder of raw text becomes a searchable archive."
    )
    parser.add_argument("--version", action="version", version=f"pressmark {__version__}")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    _add_build_commands(commands)

    command = commands.add_parser("records", help="the record of each document, as JSON Lines")
    command.add_argument("dir", type=Path, help="the folder of texts")
    _add_config_option(command)
    command.set_defaults(run=_records)

    command = commands.add_parser(
        "explain", help="the fate of each line of a file, the source of each field"
    )
    command.add_argument("file", type=Path, help="a text file")
    command.add_argument(
        "--corpus",
        type=Path,
        help="the folder of its collection (found by itself if it has settings)",
    )
    _add_config_option(command)
    command.set_defaults(run=_explain)

    command = commands.add_parser("check", help="everything wrong or doubtful in a corpus")
    command.add_argument("dir", type=Path, help="the folder of texts")
    command.add_argument("--all", action="store_true", help=f"show more than {SHOWN} of a kind")
    _add_config_option(command)
    command.set_defaults(run=_check)

    command = commands.add_parser("verify", help="prove what a built site claims")
    command.add_argument("site", type=Path, help="the folder of the site")
    command.add_argument(
        "--release",
        metavar="DIGEST",
        help="the digest of the release that this copy should be, as its build has printed it",
    )
    command.set_defaults(run=_verify)

    command = commands.add_parser("export", help="the corpus as plain files")
    command.add_argument("format", choices=sorted(FORMATS))
    command.add_argument("out", type=Path, help="a folder for markdown, else a file")
    command.add_argument("--corpus", type=Path, default=Path("corpus"), help="default: corpus")
    _add_config_option(command)
    command.set_defaults(run=_export)
    return parser


def _add_build_commands(commands: Any) -> None:
    command = commands.add_parser("build", help="build an archive of a folder of texts")
    command.add_argument("dir", type=Path, help="the folder of texts")
    command.add_argument("--site", type=Path, default=Path("site"), help="default: site")
    command.add_argument(
        "--strict", action="store_true", help="leave the site if there are problems"
    )
    command.add_argument("--verbose", action="store_true", help="report rules, stages and seconds")
    _add_build_options(command)
    command.set_defaults(run=_build)

    command = commands.add_parser("serve", help="the same, served here and built again")
    command.add_argument("dir", type=Path, help="the folder of texts")
    command.add_argument("--address", metavar="HOST:PORT", help="default: 127.0.0.1:8000")
    _add_build_options(command)
    command.set_defaults(run=_serve)


def _add_build_options(command: argparse.ArgumentParser) -> None:
    command.add_argument("--site-url", metavar="URL", help="where it will be published")
    command.add_argument("--workers", type=int, help="processes; default: one a core")


def _site_settings(options: argparse.Namespace) -> SiteSettings:
    """What the command was told, or else the environment, as for `make site`."""
    known = {name: os.environ.get(f"PRESSMARK_{name}", "") for name in ENVIRONMENT}
    try:
        workers = int(known["WORKERS"] or 0) if options.workers is None else options.workers
    except ValueError:
        raise CuratorError("PRESSMARK_WORKERS: must be a whole number") from None
    return SiteSettings(
        site_url=known["URL"] if options.site_url is None else options.site_url,
        workers=workers,
        executor=known["EXECUTOR"] or PROCESSES,
        scheduler=known["SCHEDULER"],
        permissions=known["PERMISSIONS"] or PUBLIC,
    )


ENVIRONMENT = ("URL", "WORKERS", "EXECUTOR", "SCHEDULER", "PERMISSIONS")
"""Settings for one run, each after `PRESSMARK_`."""


def _build(options: argparse.Namespace) -> int:
    # MkDocs takes a third of a second to load.
    from pressmark.mkdocs_adapter import driver  # noqa: PLC0415

    _show_log(verbose=options.verbose)
    try:
        driver.build(options.dir, options.site, _site_settings(options), strict=options.strict)
    except CuratorError as error:
        raise CuratorError(f"{error}\n{UNTOUCHED}") from None
    return GOOD


def _serve(options: argparse.Namespace) -> int:
    from pressmark.mkdocs_adapter import driver  # noqa: PLC0415  # as above

    _show_log(verbose=False)
    logging.getLogger("mkdocs").setLevel(logging.INFO)
    driver.serve(options.dir, _site_settings(options), options.address)
    return GOOD


def _show_log(*, verbose: bool) -> None:
    """Have the messages of builds printed; of MkDocs, which speaks of itself, only warnings."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(_LogFormatter())
    # What ends a build is an exception, which the command reports.
    handler.addFilter(lambda record: record.levelno < logging.ERROR)
    logging.getLogger("mkdocs").addHandler(handler)
    logging.getLogger("mkdocs").setLevel(logging.WARNING)
    logging.getLogger("mkdocs.pressmark").setLevel(logging.DEBUG if verbose else logging.INFO)


class _LogFormatter(logging.Formatter):
    """Warnings and errors say that they are; other messages are as they are."""

    def format(self, record: logging.LogRecord) -> str:
        """The line for a message."""
        level = f"{record.levelname.lower()}: " if record.levelno >= logging.WARNING else ""
        return level + record.getMessage()


def _add_config_option(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--config", type=Path, help=f"settings to use in place of the folder's {SETTINGS_FILE}"
    )


def _scan_corpus(folder: Path, config: Path | None) -> tuple[Inventory, Collection]:
    collection = read_collection(folder, RULE_NAMES, config)
    return scan(folder, collection), collection


def _print_problems(problems: Iterable[Problem]) -> None:
    for line in summarize(problems):
        print(line, file=sys.stderr)


def _records(options: argparse.Namespace) -> int:
    inventory, collection = _scan_corpus(options.dir, options.config)
    problems: list[Problem] = []
    # Records are UTF-8, whatever the locale says.
    out = sys.stdout.buffer
    for exported in records(inventory, collection):
        out.writelines(line.encode() + b"\n" for line in exported.lines)
        problems += exported.problems
    out.flush()
    _print_problems(problems)
    return GOOD


def _explain(options: argparse.Namespace) -> int:
    file: Path = options.file
    if not file.is_file():
        raise CuratorError(f"{file}: there is no such file")
    corpus = options.corpus or _corpus_of(file)
    path = Path(os.path.relpath(file.absolute(), corpus.absolute())).as_posix()
    inventory, collection = _scan_corpus(corpus, options.config)
    item = next((i for i in inventory.items if i.path == path), None)
    problems = tuple(p for p in inventory.problems if p.path == path)
    if item is None and problems:
        raise CuratorError(problems)
    outcome = process(corpus, item or Item(path, None, None), collection)
    if outcome.document is None:
        raise CuratorError(outcome.problems)
    for line in explain(outcome.document, outcome.problems):
        print(line)
    return GOOD


def _corpus_of(file: Path) -> Path:
    """The nearest folder above `file` with a settings file or a table, else the file's own."""
    folder = file.absolute().parent
    for above in (folder, *folder.parents):
        if (above / SETTINGS_FILE).is_file() or (above / TABLE_FILE).is_file():
            return above
    return folder


def _check(options: argparse.Namespace) -> int:
    inventory, collection = _scan_corpus(options.dir, options.config)
    problems, published = check_corpus(inventory, collection)
    for line in summarize(problems, None if options.all else SHOWN):
        print(line)
    errors = sum(problem.severity == "error" for problem in problems)
    counts = ((published, "document"), (errors, "error"), (len(problems) - errors, "warning"))
    print(", ".join(f"{number} {name}{'' if number == 1 else 's'}" for number, name in counts))
    return WRONG if errors else GOOD


def _verify(options: argparse.Namespace) -> int:
    with open_pool(WorkerSettings(), count_documents(options.site)) as pool:
        report = verify(options.site, options.release, pool)
    for line in summarize(report.faults):
        print(line)
    for name in report.foreign:
        print(f"not of this build: {printable(name)}")
    for limit in report.limits:
        print(f"not proved: {printable(limit)}")
    print(f"files as they were built: {report.files}")
    print(f"raw files as they were read: {report.raw_files} of {report.documents}")
    print(f"raw files restored from page and ledger: {report.restored} of {report.documents}")
    faults = len(report.faults)
    print(f"pages: {report.pages}, links inside the site: {report.links}, faults: {faults}")
    if options.release and not any(fault.kind == "release" for fault in report.faults):
        print(f"release: {report.release}, which it should be")
    else:
        print(f"release: {report.release or 'none, since the manifest is damaged'}")
    return WRONG if report.faults else GOOD


def _export(options: argparse.Namespace) -> int:
    inventory, collection = _scan_corpus(options.corpus, options.config)
    try:
        problems = list(FORMATS[options.format](inventory, collection, options.out))
    except OSError as error:
        raise CuratorError(f"{options.out}: can't be written ({error.strerror})") from None
    _print_problems(problems)
    return GOOD


if __name__ == "__main__":
    raise SystemExit(main())
