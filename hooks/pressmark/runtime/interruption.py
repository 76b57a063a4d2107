"""Signals that end a build, and how its worker processes end with it.

Ctrl-C goes to all processes of a terminal at once, and supervisors send SIGTERM to the first one
alone. So the main process turns both into `KeyboardInterrupt`, cleans up and ends its workers;
these pass over Ctrl-C, and end by themselves when their parent is gone without a word (SIGKILL).

A worker that is told to end (SIGTERM) drops the job it is at, and does no other. It isn't ended at
once: if it was just sending a result, its parent would wait for ever for the rest of it.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TypeVar

Job = TypeVar("Job")
Result = TypeVar("Result")

_ENDS = tuple(getattr(signal, name) for name in ("SIGTERM", "SIGHUP") if hasattr(signal, name))
"""Signals, besides that of Ctrl-C, that ask a process to end. Windows has no SIGHUP."""
_HELD = (signal.SIGINT, *_ENDS)


def end_on_signals(*, revive_sigint: bool) -> None:
    """Have signals that end this process raise `KeyboardInterrupt` in its main thread.

    A process that a shell without job control starts in the background ignores SIGINT, as under
    nohup(1). That is right for a build; with `revive_sigint`, for a server that has no other end,
    SIGINT counts again. Called from another thread than the main one, this does nothing.
    """
    if threading.current_thread() is not threading.main_thread():
        return
    for number in _ENDS:
        if signal.getsignal(number) is signal.SIG_DFL:
            signal.signal(number, _interrupt)
    if revive_sigint and signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)


def _interrupt(number: int, _frame: object) -> None:
    # A second one would interrupt the cleaning up.
    signal.signal(number, signal.SIG_IGN)
    raise KeyboardInterrupt


@contextmanager
def held() -> Iterator[None]:
    """Block signals while processes start, so that none ends half-made. A worker inherits the mask
    until `settle_worker` has run.
    """
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, _HELD)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def settle_worker() -> None:
    """Have this worker process ignore Ctrl-C, and end with its parent."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    for number in _ENDS:
        signal.signal(number, _drop)
    if hasattr(signal, "pthread_sigmask"):
        signal.pthread_sigmask(signal.SIG_UNBLOCK, _HELD)
    threading.Thread(target=_end_with_parent, name="end-with-parent", daemon=True).start()


class JobDropped(KeyboardInterrupt):
    """A worker was asked to end before its job was done."""


@dataclass
class _Worker:
    """State of this worker process."""

    has_job: bool = False
    ends: bool = False


_worker = _Worker()


def _drop(_number: int, _frame: object) -> None:
    _worker.ends = True
    if _worker.has_job:
        _worker.has_job = False
        raise JobDropped


def unless_ended(work: Callable[[Job], Result], job: Job) -> Result:
    """`work(job)` in a worker. Raises `JobDropped` if the worker was asked to end."""
    if _worker.ends:
        raise JobDropped
    _worker.has_job = True
    try:
        return work(job)
    finally:
        _worker.has_job = False


def _end_with_parent() -> None:
    """Wait for the parent to end. Forked workers hold each other's pipes, so the last one notices
    first, and the others follow.
    """
    parent = multiprocessing.parent_process()
    if parent:
        parent.join()
        os._exit(1)
