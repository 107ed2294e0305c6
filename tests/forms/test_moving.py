"""A file that another program holds for a moment is moved all the same; one held for good is given up after two seconds."""

from __future__ import annotations

from pathlib import Path

import pytest

from forms.moving import replace_patiently


class Held:
    """Stands in for ``Path.replace`` on Windows while another program holds the file."""

    def __init__(self, code: int, times: int) -> None:
        self.code = code
        self.times = times
        self.real = Path.replace

    def __call__(self, source: Path, target: Path) -> None:
        if self.times:
            self.times -= 1
            error = PermissionError(13, "held")
            error.winerror = self.code  # type: ignore[attr-defined,unused-ignore]
            raise error
        self.real(source, target)


@pytest.fixture
def source(tmp_path: Path) -> Path:
    path = tmp_path / "new"
    path.write_bytes(b"new")
    (tmp_path / "old").write_bytes(b"old")
    return path


@pytest.mark.parametrize("code", [5, 32, 33])
def test_a_file_held_for_a_moment_is_moved(source: Path, monkeypatch: pytest.MonkeyPatch, code: int) -> None:
    held = Held(code, 3)
    monkeypatch.setattr(Path, "replace", lambda *paths: held(*paths))
    waits: list[float] = []
    target = source.with_name("old")
    replace_patiently(source, target, waits.append)
    assert target.read_bytes() == b"new" and not source.exists()
    assert len(waits) == 3


def test_a_file_held_for_good_is_given_up(source: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    held = Held(32, 1000)
    monkeypatch.setattr(Path, "replace", lambda *paths: held(*paths))
    waits: list[float] = []
    with pytest.raises(PermissionError):
        replace_patiently(source, source.with_name("old"), waits.append)
    assert 1.5 <= sum(waits) <= 2.5
    assert source.with_name("old").read_bytes() == b"old"


@pytest.mark.parametrize("code", [None, 2, 112])
def test_any_other_error_is_told_at_once(
    source: Path, monkeypatch: pytest.MonkeyPatch, code: int | None
) -> None:
    held = Held(code or 0, 1)
    monkeypatch.setattr(Path, "replace", lambda *paths: held(*paths))
    waits: list[float] = []
    with pytest.raises(PermissionError):
        replace_patiently(source, source.with_name("old"), waits.append)
    assert waits == []
