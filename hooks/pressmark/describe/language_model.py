"""The naive Bayes model that identifies languages: py3langid's (Lui and Baldwin, "langid.py: An
Off-the-shelf Language Identification Tool", ACL 2012), loaded fast and shared by all workers.

py3langid ships it in an LZMA archive that takes half a second to unpack. A build keeps it in its
cache, compressed for speed, for the next one. Its large tables lie in a file that is mapped into
memory, so that only the parts that are read are loaded, and worker processes share them.

This reaches into py3langid: `load_model` and the constructor of `LanguageIdentifier` aren't its
public interface. So pyproject.toml pins the minor version, and `layout_fault` finds another layout.
"""

from __future__ import annotations

import mmap
import tempfile
from array import array
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache as cached
from importlib.metadata import version
from pathlib import Path
from typing import Any

import deflate
import numpy as np
import py3langid
from numpy.typing import NDArray
from py3langid.langid import LanguageIdentifier
from py3langid.modelio import load_model

from pressmark.errors import CuratorError
from pressmark.runtime.cache import Cache

NAME = "language.model"
"""The file of the cache."""
LEVEL = 1
"""Of libdeflate: the highest takes twice as long, and gains a tenth."""
ROW = 256
"""Length of a row of the automaton: one next state for each byte that may follow."""
DTYPES = {
    "weights": np.float16,
    "priors": np.float32,
    "moves": np.uint32,
    "rows": np.uint16,
    "features": np.int32,
}
"""Types of the tables."""


@dataclass(frozen=True, slots=True)
class _Tables:
    """The model as plain bytes, of the types in `DTYPES`."""

    languages: list[str]
    """ISO 639 codes, one for each column of the weights."""
    weights: bytes
    """Log-likelihoods: a row for each feature, a column for each language."""
    priors: bytes
    """Log prior of each language."""
    moves: bytes
    """The automaton's next states, in rows of `ROW`."""
    rows: bytes
    """State → its row."""
    features: bytes
    """State → the feature that it completes, or -1."""


class _Holder:
    """The model of this process, or None until it is needed."""

    def __init__(self) -> None:
        self.model: LanguageIdentifier | None = None


@cached
def _holder() -> _Holder:
    return _Holder()


def model() -> LanguageIdentifier:
    """The model of this process, read from py3langid's package unless it is loaded.

    Raises `CuratorError` if the package has a model of another layout.
    """
    holder = _holder()
    if holder.model is None:
        holder.model = _identifier(_from_package())
    return holder.model


def prepare(build_cache: Cache) -> bool:
    """Load the model from a build's cache, or from the package and put it into the cache.

    Does nothing if it is loaded. Returns whether the cache's entry was corrupt.
    """
    holder = _holder()
    if holder.model is not None:
        return False
    entry, corrupt = build_cache.get(NAME)
    if entry is not None and entry[0] == build_cache.version:
        _, languages, *packed = entry
        tables = _Tables(languages, *(bytes(deflate.gzip_decompress(part)) for part in packed))
    else:
        tables = _from_package()
        columns = (tables.weights, tables.priors, tables.moves, tables.rows, tables.features)
        packed = [deflate.gzip_compress(column, LEVEL) for column in columns]
        build_cache.put(NAME, (build_cache.version, tables.languages, *packed))
    holder.model = _identifier(tables)
    return corrupt


def cache_clear() -> None:
    """Free the model's memory. The next use loads it again."""
    _holder.cache_clear()


def _from_package() -> _Tables:
    """The model as py3langid ships it, checked."""
    file = Path(py3langid.__file__).parent / "data" / "model.npz.xz"
    weights, priors, languages, moves, rows, features = load_model(file)
    arrays = {
        "weights": np.asarray(weights),
        "priors": np.asarray(priors),
        "moves": np.asarray(moves),
        "rows": np.asarray(rows),
        "features": np.asarray(features, np.int32),
    }
    fault = layout_fault(len(languages), arrays)
    if fault:
        raise CuratorError(
            f"py3langid {version('py3langid')}: its language model has another layout than"
            f" Pressmark reads: {fault}. Install the version that requirements.lock names."
        )
    return _Tables(languages, **{name: table.tobytes() for name, table in arrays.items()})


def layout_fault(languages: int, arrays: Mapping[str, NDArray[Any]]) -> str:
    """Difference between the tables of a model and the expected layout; empty if there is none.

    Without this, another layout would give wrong languages rather than an error.
    """
    for name, dtype in DTYPES.items():
        if arrays[name].dtype != dtype:
            return f"{name} are {arrays[name].dtype}, not {np.dtype(dtype)}"
    weights, moves, rows, features = (arrays[n] for n in ("weights", "moves", "rows", "features"))
    sizes = (
        ("shape of weights", weights.shape, (_above(features), languages)),
        ("shape of priors", arrays["priors"].shape, (languages,)),
        ("shape of moves", moves.shape, (_above(rows) * ROW,)),
        ("shape of features", features.shape, rows.shape),
        ("number of states", _above(moves), len(rows)),
    )
    wrong = (
        f"the {name} is {found}, not {expected}"
        for name, found, expected in sizes
        if found != expected
    )
    return next(wrong, "")


def _above(indices: NDArray[Any]) -> int:
    """Size of the table that has all of `indices`, and no more."""
    return int(indices.max()) + 1 if indices.size else 0


def _identifier(tables: _Tables) -> LanguageIdentifier:
    """py3langid's identifier on these tables; the large ones are mapped from a file."""
    weights = np.frombuffer(_mapped(tables.weights), np.float16)
    return LanguageIdentifier(
        weights.reshape(-1, len(tables.languages)),
        np.frombuffer(tables.priors, np.float32),
        tables.languages,
        _mapped(tables.moves).cast("I"),
        array("i", tables.features),
        norm_probs=True,
        tk_row=array("H", tables.rows),
    )


def _mapped(data: bytes) -> memoryview:
    """`data` in a nameless temporary file, mapped into memory.

    Weights and moves take 70 MB, and the texts of a few languages touch a part of them.
    """
    with tempfile.TemporaryFile() as file:
        file.write(data)
        file.flush()
        return memoryview(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ))
