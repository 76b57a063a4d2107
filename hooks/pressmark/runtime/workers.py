"""Worker pools: batches of work on several processes or machines, with results in order.

A batch shares nothing with others but a folder of files that all workers see. So any executor that
follows Python's `concurrent.futures` will do; Dask's has one for its clusters.
"""

from __future__ import annotations

import ctypes
import gc
import hashlib
import logging
import multiprocessing
import os
import sys
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any, TypeVar

from pressmark.errors import CuratorError
from pressmark.runtime.interruption import held, settle_worker, unless_ended

Job = TypeVar("Job")
Result = TypeVar("Result")
Thing = TypeVar("Thing")

BATCH = 64
"""Documents in a batch: enough to pay for sending it to a worker, few enough to share evenly."""
LEAST_BATCH, FEW = 8, 32
"""Documents in the smallest batches, and the number of batches that few documents make, about."""
IN_FLIGHT = 3
"""Batches submitted per worker: more would only hold their results in memory."""

GARBAGE = 50_000
"""Threshold of garbage collection in workers, in objects. Documents have no cycles; Python's own
threshold of 700 costs a twentieth of a build.
"""

PROCESSES, DASK = "processes", "dask"
EXECUTORS = (PROCESSES, DASK)
PATIENCE = 10
"""Seconds to wait for a scheduler's answer."""

_TRIM_THRESHOLD, _MMAP_THRESHOLD = -1, -3
"""Numbers of glibc's parameters, from its malloc.h."""
_LARGEST_KEPT, _MOST_KEPT = 32 << 20, 64 << 20
"""In workers: bytes of the largest freed block that is kept, and of all free memory that is. glibc
takes no more for the first."""
_LARGEST, _MOST = 128 << 10, 128 << 10
"""The same in the main process, where large blocks are needed once: glibc's own values, which it
would raise as blocks are freed.
"""


@dataclass(frozen=True, slots=True)
class WorkerSettings:
    """Which workers a build uses."""

    number: int = 0
    """Number of processes; 0 for one for each core of this machine."""
    executor: str = PROCESSES
    """One of `EXECUTORS`."""
    scheduler: str = ""
    """The address of a Dask cluster's scheduler; empty for a cluster on this machine."""


def worker_count(wanted: int, documents: int) -> int:
    """Number of processes to use: `wanted`, or one for each core; 1 for few documents."""
    if documents <= 2 * BATCH:
        return 1
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    return wanted or cores or 1


def batches(things: Iterable[Thing], size: int = BATCH) -> Iterator[Sequence[Thing]]:
    """`things` in order, `size` at a time.

    >>> list(batches([1, 2, 3], 2))
    [[1, 2], [3]]
    """
    waiting = iter(things)
    while part := list(islice(waiting, size)):
        yield part


def content_defined_batches(
    things: Sequence[Thing], name: Callable[[Thing], str]
) -> list[Sequence[Thing]]:
    """`things` in order, about `BATCH` at a time and never more than twice as many, parted by their
    names: one more or less changes the batch that it is in, and hardly another. Few things make
    smaller batches, so that a change still leaves most of them as they are.
    """
    size = min(BATCH, max(LEAST_BATCH, 1 << (len(things) // FEW).bit_length()))
    parts: list[Sequence[Thing]] = []
    start = 0
    for end, thing in enumerate(things, 1):
        # A CRC won't do: those of numbered names follow each other in steps.
        digest = hashlib.blake2b(name(thing).encode(errors="surrogatepass"), digest_size=4).digest()
        ends = int.from_bytes(digest, "little") % size == 0
        if ends or end - start == 2 * size or end == len(things):
            parts.append(things[start:end])
            start = end
    return parts


@contextmanager
def pool(number: int) -> Iterator[Executor | None]:
    """A pool of `number` worker processes, or None for 1: the work is then done in this process. An
    exception ends the workers at once.
    """
    if number <= 1:
        yield None
        return
    # A fork is ten times as fast to start, and safe as long as no other thread holds a lock.
    fork = sys.platform == "linux" and threading.active_count() == 1
    context = multiprocessing.get_context("fork" if fork else "spawn")
    # MkDocs has our folder on the path only while it loads the hook; a spawned worker needs it.
    home = str(Path(__file__).resolve().parents[2])
    if home not in sys.path:
        sys.path.append(home)
    others = set(multiprocessing.active_children())
    executor = ProcessPoolExecutor(number, mp_context=context, initializer=_settle)
    try:
        yield executor
    except BaseException:
        for worker in set(multiprocessing.active_children()) - others:
            worker.terminate()
        raise
    finally:
        # Half shut down, it would complain when Python ends.
        with held():
            executor.shutdown(cancel_futures=True)


def _settle() -> None:
    """Prepare a worker process: it ends with its parent, and keeps freed memory."""
    settle_worker()
    # The library gives large blocks back at once, and the system then has to clear as many for the
    # next job: a tenth of a build.
    _memory(_LARGEST_KEPT, _MOST_KEPT)
    gc.freeze()
    gc.set_threshold(GARBAGE)


def _memory(largest: int, most: int) -> None:
    """Have the C library keep freed blocks of up to `largest` bytes, and `most` bytes in all,
    instead of returning them to the system. Does nothing without mallopt(3).
    """
    if sys.platform != "linux":
        return
    try:
        mallopt = ctypes.CDLL(None).mallopt
    except (OSError, AttributeError):
        return
    mallopt(_MMAP_THRESHOLD, largest)
    mallopt(_TRIM_THRESHOLD, most)


@dataclass(frozen=True, slots=True)
class WorkerPool:
    """An executor and its number of workers; without an executor, work is done in this process."""

    executor: Executor | None = None
    number: int = 1


IN_PROCESS = WorkerPool()


@contextmanager
def open_pool(settings: WorkerSettings, documents: int) -> Iterator[WorkerPool]:
    """The worker pool for so many documents. Raises `CuratorError` if there is no such pool."""
    number = worker_count(settings.number, documents)
    if settings.executor == DASK and number > 1:
        with _on_dask(settings, number) as workers:
            yield workers
    else:
        with pool(number) as executor:
            if executor:
                _memory(_LARGEST, _MOST)
            yield WorkerPool(executor, number)


@contextmanager
def _on_dask(settings: WorkerSettings, number: int) -> Iterator[WorkerPool]:
    """A pool on Dask's executor (`distributed.Client.get_executor`): on a running cluster, or on a
    new one of `number` processes.
    """
    try:
        from distributed import Client, LocalCluster  # noqa: PLC0415  # only who asks has it
    except ImportError:
        message = "`executor: dask` needs Dask: .venv/bin/pip install --editable '.[dask]'"
        raise CuratorError(f"mkdocs.yml (extra: pressmark:): {message}") from None
    with ExitStack() as stack:
        where: Any = settings.scheduler
        if not where:
            where = stack.enter_context(
                LocalCluster(  # type: ignore[no-untyped-call]
                    n_workers=number,
                    threads_per_worker=1,
                    host="127.0.0.1",
                    dashboard_address=None,
                    silence_logs=logging.ERROR,
                )
            )
        try:
            client: Any = stack.enter_context(
                Client(where, timeout=PATIENCE)  # type: ignore[no-untyped-call]
            )
        except OSError as error:
            raise CuratorError(f"{where}: no Dask scheduler answers there ({error})") from None
        # A batch writes files, so none is left out because one like it was done before.
        executor = stack.enter_context(client.get_executor(pure=False))
        yield WorkerPool(executor, max(1, sum(client.nthreads().values())))


def map_ordered(
    executor: Executor | None, work: Callable[[Job], Result], jobs: Iterable[Job], number: int
) -> Iterator[Result]:
    """`work(job)` for each job, results in the order of the jobs."""
    if executor is None:
        yield from map(work, jobs)
        return
    waiting: deque[Future[Result]] = deque()
    for job in jobs:
        with held():
            waiting.append(executor.submit(unless_ended, work, job))
        if len(waiting) >= number * IN_FLIGHT:
            yield waiting.popleft().result()
    while waiting:
        yield waiting.popleft().result()
