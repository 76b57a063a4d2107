"""py3langid's model (Lui and Baldwin, "langid.py: An Off-the-shelf Language Identification Tool",
ACL 2012), as a build holds it: most of it in a file, of which the system reads what is asked for.

Its package has it compressed as far as it goes, which takes half a second to undo. So a build keeps
it for the next one, compressed for speed.
"""

from __future__ import annotations

import mmap
import tempfile
from array import array
from dataclasses import dataclass
from pathlib import Path

import deflate
import numpy as np
import py3langid
from py3langid.langid import LanguageIdentifier
from py3langid.modelio import load_model

from pressmark.runtime.cache import Cache

NAME = "language.model"
"""The file of the cache."""
LEVEL = 1
"""Of libdeflate: the highest takes twice as long, and gains a tenth."""

_loaded: list[LanguageIdentifier] = []
"""The model, once it is needed."""


@dataclass(frozen=True, slots=True)
class _Parts:
    """The model as plain bytes."""

    classes: list[str]
    """The languages."""
    weights: bytes
    """float16, a row a feature, a column a language."""
    priors: bytes
    """float32, one a language."""
    moves: bytes
    """uint32: the next state of the automaton, 256 a row."""
    rows: bytes
    """uint16: of each state its row."""
    features: bytes
    """int32: of each state the feature that it finds, or -1."""


def model() -> LanguageIdentifier:
    """The model; loaded where it isn't yet."""
    if not _loaded:
        _loaded.append(_identifier(_packaged()))
    return _loaded[0]


def prepare(kept: Cache) -> bool:
    """Load the model as it was kept, or keep it; gives whether what was kept couldn't be used."""
    if _loaded:
        return False
    found, spoilt = kept.get(NAME)
    if found is not None and found[0] == kept.version:
        _, classes, *packed = found
        parts = _Parts(classes, *(bytes(deflate.gzip_decompress(part)) for part in packed))
    else:
        parts = _packaged()
        columns = (parts.weights, parts.priors, parts.moves, parts.rows, parts.features)
        packed = [deflate.gzip_compress(column, LEVEL) for column in columns]
        kept.put(NAME, (kept.version, parts.classes, *packed))
    _loaded.append(_identifier(parts))
    return spoilt


def forget() -> None:
    """Frees the model, when there are no more texts to describe."""
    _loaded.clear()


def _packaged() -> _Parts:
    file = Path(py3langid.__file__).parent / "data" / "model.npz.xz"
    weights, priors, classes, moves, rows, features = load_model(file)
    return _Parts(
        classes,
        weights.astype(np.float16).tobytes(),
        priors.astype(np.float32).tobytes(),
        array("I", moves).tobytes(),
        array("H", rows).tobytes(),
        array("i", features).tobytes(),
    )


def _identifier(parts: _Parts) -> LanguageIdentifier:
    # Of weights and moves, 70 MB, the texts of a few languages need a part: that alone is then in
    # memory, and once for all workers.
    weights = np.frombuffer(_mapped(parts.weights), np.float16)
    return LanguageIdentifier(
        weights.reshape(-1, len(parts.classes)),
        np.frombuffer(parts.priors, np.float32),
        parts.classes,
        _mapped(parts.moves).cast("I"),
        array("i", parts.features),
        norm_probs=True,
        tk_row=array("H", parts.rows),
    )


def _mapped(data: bytes) -> memoryview:
    """`data` in a file without a name, of which the system reads what is asked for."""
    with tempfile.TemporaryFile() as file:
        file.write(data)
        file.flush()
        return memoryview(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ))
