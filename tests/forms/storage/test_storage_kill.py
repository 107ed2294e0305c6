"""The process is killed at random moments; whatever the store acknowledged before is there afterwards."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from forms.storage.store import Store
from forms.values import Filled

PROJECT = Path(__file__).resolve().parents[3]
KILLS_EACH = 28

CHILD = """
import os, sys
sys.path.insert(0, sys.argv[1])
from pathlib import Path
from forms.storage.store import Store
from forms.values import Filled

def tell(*words):
    os.write(1, (" ".join(map(str, words)) + "\\n").encode())

def type_word(text):
    store.first_unit().write("notice", "typed", {"t": Filled(text)}, edit=str(number))
    tell("typed", text)

tell("opening")
opened = Store.open(Path(sys.argv[2]))
store = opened.store
number = len(store.first_unit().revisions("notice", "form"))
filing = store.first_unit().filing("notice", "form")
check = store._connection.execute("PRAGMA integrity_check").fetchone()[0]
typed = store.first_unit().filing("notice", "typed").text("t")
tell("state", number, filing.text("a"), filing.text("b"), check, typed, *opened.messages)
while True:
    number += 1
    if number % 5 == 4:
        store.first_unit().undo("notice", "form")
    else:
        if number % 5 == 2:
            type_word(f"{number}~")
            type_word(f"{number}")
        store.first_unit().write("notice", "form", {"a": Filled(str(number)), "b": Filled(str(number))})
    tell("done", number)
"""


def expected(number: int) -> str:
    """What the blanks a and b hold after so many revisions of the child's work."""
    states = [""]
    for step in range(1, number + 1):
        if step % 5 == 4:
            states.pop()
        else:
            states.append(str(step))
    return states[-1]


class Life:
    """One run of the child on a folder, from its start to its violent end."""

    def __init__(self, folder: Path, chance: random.Random) -> None:
        command = [sys.executable, "-S", "-E", "-c", CHILD, str(PROJECT), str(folder)]
        with subprocess.Popen(command, stdout=subprocess.PIPE) as process:
            assert process.stdout is not None
            lines = [process.stdout.readline()]
            # One in five dies while opening, the others after some writes; the spin spreads the moment.
            if chance.random() > 0.2:
                lines += [process.stdout.readline() for _ in range(1 + chance.randrange(25))]
            end = time.perf_counter() + chance.random() * (0.012 if len(lines) == 1 else 0.003)
            while time.perf_counter() < end:
                pass
            process.send_signal(signal.SIGKILL)
            lines += process.stdout.readlines()
            assert process.wait() == -signal.SIGKILL
        self.words = [line.decode().rstrip("\n").split(" ") for line in lines if line.endswith(b"\n")]

    @property
    def state(self) -> list[str] | None:
        return next((words[1:] for words in self.words if words[0] == "state"), None)

    def last(self, word: str, default: str) -> str:
        return next((words[1] for words in reversed(self.words) if words[0] == word), default)


def check_state(state: list[str], done: int, typed: str) -> None:
    """``state`` is what a child found; ``done`` and ``typed`` are the last that was acknowledged before."""
    number, check = int(state[0]), state[3]
    assert check == "ok"
    assert state[5:] == [], "the user would be told of damage"
    assert number in (done, done + 1), "an acknowledged write is lost"
    assert state[1] == state[2] == expected(number), "a write was done by half"
    following = (typed.rstrip("~"),) if typed.endswith("~") else (f"{number}~", f"{number + 1}~")
    assert state[4] in (typed, *following), "an acknowledged stroke is lost"


@pytest.mark.skipif(os.name == "nt", reason="SIGKILL is not known on Windows")
@pytest.mark.parametrize("seed", range(8))
def test_nothing_acknowledged_is_lost_when_the_process_is_killed(tmp_path: Path, seed: int) -> None:
    chance = random.Random(seed)
    done, typed = 0, ""
    for _ in range(KILLS_EACH):
        life = Life(tmp_path, chance)
        if life.state is not None:
            check_state(life.state, done, typed)
            done = int(life.last("done", life.state[0]))
            typed = life.last("typed", life.state[4])
    opened = Store.open(tmp_path)
    assert opened.messages == ()
    assert len(opened.store.first_unit().revisions("notice", "form")) in (done, done + 1)
    assert done > KILLS_EACH
    opened.store.close()


def test_writing_is_durable_without_closing(tmp_path: Path) -> None:
    """Another connection sees what was written before the store is closed."""
    first = Store.open(tmp_path).store
    first.write("n", "f", {"a": Filled("１２")})
    second = Store.open(tmp_path).store
    assert second.filing("n", "f").text("a") == "１２"
    second.close()
    first.close()
