"""The oracle of the mold is MkDocs itself: a cast page is what MkDocs renders from the document's
published Markdown page, byte for byte.
"""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from mkdocs.commands.build import build as mkdocs_build
from mkdocs.config import load_config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files, InclusionLevel

from pressmark.build import second_pass as passes
from pressmark.build.document_pages import complete
from pressmark.mkdocs_adapter.adapter import MkDocsAdapter
from pressmark.render.document_view import document_view
from pressmark.render.page import markdown_page
from pressmark.render.page_mold import Slots, title_markup
from pressmark.render.templates import document_slots
from pressmark.text.site_paths import markdown_path
from tests.builds import ROOT
from tests.thorough import rounds

SAMPLE = 50
LARGER = ("metadata/gov-18f/raw", "metadata/fundus/article.md")


class _Native(MkDocsAdapter):
    """A host that also has MkDocs render documents by itself, from their Markdown pages."""

    def __init__(self, sample: int) -> None:
        super().__init__()
        self.sample = sample
        self.native: dict[str, str] = {}
        self.slots: dict[str, Slots] = {}

    def add_files(self, files: Files, config: MkDocsConfig) -> Files:
        files = super().add_files(files, config)
        build, analysis = self.rendering.build, self.rendering.analysis
        near = passes.related_ids(analysis.corpus)
        jobs = passes.page_jobs(
            analysis.corpus, near, analysis.site, build.staging, build.request.corpus
        )
        pages = [(page, job.workspace) for job in jobs for page in job.pages]
        for page, workspace in random.Random(7).sample(pages, min(self.sample, len(pages))):
            document = complete(workspace, page)
            markdown = markdown_page(document)
            view = document_view(document, markdown, page.relations, analysis.site)
            uri = markdown_path(document.source.id)
            # Only the fragments round the text are ours; the text itself is MkDocs' own rendering.
            self.slots[uri] = document_slots(view, "")
            source = markdown.source.replace("---\n", "---\ntemplate: pressmark/document.html\n", 1)
            files.append(
                File.generated(config, uri, content=source, inclusion=InclusionLevel.NOT_IN_NAV)
            )
        return files

    def finish(self, config: MkDocsConfig) -> None:
        folder = Path(config.site_dir)
        for uri in self.slots:
            name = uri.removesuffix(".md") + ".html"
            self.native[name] = (folder / name).read_bytes().decode("utf-8")
        super().finish(config)


def render_both(corpus: Path, site: Path, sample: int) -> tuple[dict[str, str], Path]:
    config = load_config(
        str(ROOT / "mkdocs.yml"),
        site_dir=str(site),
        hooks=[],
        extra={"pressmark": {"corpus": str(corpus), "folder": "", "publish_docs": False}},
    )
    host = _Native(sample)
    events = config.plugins.events
    events["config"].append(host.configure)
    events["files"].append(host.add_files)

    def template(markdown: str, page: object, **_: object) -> str:
        host.template(page)  # type: ignore[arg-type]
        return markdown

    events["page_markdown"].append(template)

    def context(context: dict[str, object], page: object, **_: object) -> object:
        host.context(context, page)  # type: ignore[arg-type]
        slots = host.slots.get(page.file.src_uri)  # type: ignore[attr-defined]
        if slots:
            context["cast"] = slots
        return context

    events["page_context"].append(context)
    events["post_page"].append(lambda output, page, **_: host.capture(output, page))
    events["post_build"].append(host.finish)
    mkdocs_build(config)
    return host.native, site


@pytest.mark.parametrize("corpus", ["corpus", "seeds", *LARGER[: rounds(0, len(LARGER))]])
def test_cast_is_what_mkdocs_renders(corpus: str, tmp_path: Path, shared: object) -> None:
    folder = ROOT / "corpus" if corpus == "corpus" else shared(corpus)  # type: ignore[operator]
    native, site = render_both(folder, tmp_path / "site", SAMPLE)
    assert native
    for name, page in native.items():
        assert (site / name).read_bytes().decode("utf-8") == page, name


def test_title_is_escaped() -> None:
    assert title_markup("</title><script>", "A & B") == "&lt;/title&gt;&lt;script&gt; · A &amp; B"


def test_passes_are_the_librarys_own() -> None:
    """The mold is used by the second pass, which must not know the host."""
    assert "mkdocs" not in Path(passes.__file__).read_text(encoding="utf-8").lower()
