"""Whatever a reader is given, it reads it or says in a sentence what is wrong, in bounded time.

In the suite for seconds; ``-m long`` for as long as ``ANYUE_FUZZ_SECONDS`` says a reader (300). An input that goes wrong
is kept in ``corpus/READER/`` and read at every run from then on.
"""

from __future__ import annotations

import hashlib
import os
import random
import shutil
import time
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.fuzz.mutation import mutate
from tests.fuzz.targets import TARGETS, Target, refusal

CORPUS = Path(__file__).parent / "corpus"
#: No reader may think longer about one input, in seconds.
LONGEST = 20.0

each_target = pytest.mark.parametrize("target", TARGETS, ids=lambda target: target.name)


def judge(target: Target, data: bytes, folder: Path) -> None:
    """Read one input; nothing may be left over for the next one."""
    start = time.monotonic()
    folder.mkdir(exist_ok=True)
    try:
        refusal(target, data, folder)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    assert time.monotonic() - start < LONGEST


@each_target
def test_the_examples_are_read(target: Target, tmp_path: Path) -> None:
    for number, seed in enumerate(target.seeds()):
        folder = tmp_path / str(number)
        folder.mkdir()
        assert refusal(target, seed, folder) == ""


@each_target
@settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(st.integers(0, 2**32), st.integers(0, 20))
def test_a_changed_file_is_read_or_refused(target: Target, tmp_path: Path, seed: int, which: int) -> None:
    seeds = target.seeds()
    judge(target, mutate(seeds[which % len(seeds)], random.Random(seed)), tmp_path / "f")


@each_target
def test_what_once_went_wrong_is_read_or_refused(target: Target, tmp_path: Path) -> None:
    kept = sorted((CORPUS / target.name).glob("*"))
    for path in kept:
        judge(target, path.read_bytes(), tmp_path / "f")


def test_every_kept_input_has_its_reader() -> None:
    assert {path.name for path in CORPUS.iterdir() if path.is_dir()} <= {target.name for target in TARGETS}


@pytest.mark.long
@each_target
def test_readers_for_a_long_time(target: Target, tmp_path: Path) -> None:
    end = time.monotonic() + float(os.environ.get("ANYUE_FUZZ_SECONDS", "300"))
    chance = random.Random()
    pool = [*target.seeds(), *(path.read_bytes() for path in (CORPUS / target.name).glob("*"))]
    tried = 0
    while time.monotonic() < end:
        data = mutate(chance.choice(pool), chance)
        try:
            judge(target, data, tmp_path / "f")
        except BaseException:
            (CORPUS / target.name).mkdir(exist_ok=True)
            (CORPUS / target.name / hashlib.sha256(data).hexdigest()[:16]).write_bytes(data)
            raise
        tried += 1
        # An input that was changed is a good start for another change.
        if len(pool) < 200 and chance.random() < 0.02:
            pool.append(data)
    print(f"{target.name}: {tried} inputs")
    assert tried
