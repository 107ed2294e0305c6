"""The commands without a window: what they print, what they write, and how they refuse."""

from __future__ import annotations

import io
import json
import os
import signal
import subprocess
import sys
import zipfile
from pathlib import Path
from types import SimpleNamespace

import pytest

import main
from forms.declared.catalogue import Catalogue

ROOT = Path(__file__).resolve().parents[3]
LIAISON = Catalogue().form("gusu-2020", "liaison")
STATISTICS = Catalogue().form("gusu-2020", "statistics")


def values(folder: Path, content: object) -> str:
    path = folder / "values.json"
    path.write_text(json.dumps({"values": content}, ensure_ascii=False), encoding="utf-8")
    return str(path)


def run(*arguments: str) -> int:
    try:
        return main.main(arguments)
    except SystemExit as stopped:
        return int(stopped.code or 0)


def one_line(text: str) -> str:
    assert text.endswith("\n") and text.count("\n") == 1, text
    assert "Traceback" not in text
    return text


def test_notices_lists_all_five(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("notices", "--json") == 0
    notices = {entry["id"]: entry for entry in json.loads(capsys.readouterr().out)["notices"]}
    assert set(notices) == {"gusu-2020", "diqing-2020", "heilongjiang-2020", "jizhou-2020", "xinjiang-2021"}
    assert notices["gusu-2020"]["number"] == "姑苏民卫〔2020〕120号"
    assert notices["diqing-2020"]["forms"] == []
    assert run("notices") == 0
    assert "姑苏民卫〔2020〕120号" in capsys.readouterr().out


def test_describe_lists_the_blanks_in_reading_order(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("describe", "gusu-2020", "liaison", "--json") == 0
    form = json.loads(capsys.readouterr().out)
    assert (form["notice"], form["form"], form["official"]) == ("gusu-2020", "liaison", True)
    assert [blank["id"] for blank in form["blanks"] if blank["block"] == "table"] == (
        [
            "name",
            "gender",
            "position",
            "office_phone",
            "mobile",
            "fax",
            "qq",
            "wechat",
            "email",
            "unit",
            "address",
        ]
    )
    assert [blank["label"] for blank in form["blanks"] if blank["required"]] == (
        ["姓名", "职务", "办公电话", "传真", "QQ号", "单位名称"]
    )
    assert run("describe", "gusu-2020", "statistics", "--json") == 0
    blanks = json.loads(capsys.readouterr().out)["blanks"]
    table = [blank for blank in blanks if blank["block"] == "table"]
    assert len(table) == 69
    assert [blank["id"] for blank in table if blank["type"] == "text"] == ["launch.means", "innovation.name"]
    assert [(blank["id"], blank["block"]) for blank in blanks[69:]] == [
        ("lines.unit", "lines"),
        ("lines.filled_by", "lines"),
        ("lines.date", "lines"),
    ]
    study = next(blank for blank in blanks if blank["id"] == "study.people")
    assert (study["type"], study["unit"]) == ("count", "人次")
    assert study["sentence"] == "安排理论学习中心组专题学习（　）次，参与（　）人次"
    assert study["cell"].startswith("安排理论学习中心组专题学习（）次，参与（）人次；")
    assert run("describe", "gusu-2020", "statistics") == 0
    assert capsys.readouterr().out.count("\n") == 73


def test_check_tells_findings_and_ends_with_one_if_there_are_errors(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("check", "gusu-2020", "liaison", values(tmp_path, dict(LIAISON.example)), "--json") == 0
    assert json.loads(capsys.readouterr().out) == {"findings": []}
    assert run("check", "gusu-2020", "statistics", values(tmp_path, {"study.people": 120}), "--json") == 1
    findings = json.loads(capsys.readouterr().out)["findings"]
    assert set(findings[0]) == {"field", "severity", "code", "message"}
    assert ("study.sessions", "error") in {(finding["field"], finding["severity"]) for finding in findings}
    assert (
        run("check", "gusu-2020", "statistics", values(tmp_path, {"study.people": 2, "study.sessions": 3}))
        == 0
    )
    assert "疑问  study.people" in capsys.readouterr().out


def test_check_tells_the_one_right_value(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("check", "gusu-2020", "statistics", values(tmp_path, {"study.people": "20*3"}), "--json") == 1
    findings = json.loads(capsys.readouterr().out)["findings"]
    assert [finding["suggestion"] for finding in findings if finding["field"] == "study.people"] == ["60"]


@pytest.mark.parametrize(
    ("blank_id", "typed", "code"),
    [
        ("study.people", "约200", "not-a-number"),
        ("study.people", "2000万", None),
        ("study.people", -3, "negative"),
        ("study.people", 12.5, "fraction"),
        ("qq", "1234", None),
        ("mobile", "1380000123", None),
        ("email", "anquan@", None),
        ("name", "张3", None),
        ("fax", "传真同上", None),
    ],
)
def test_what_cannot_be_right_is_an_error_with_its_own_words(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], blank_id: str, typed: object, code: str | None
) -> None:
    form = STATISTICS if "." in blank_id else LIAISON
    path = values(tmp_path, {**form.example, blank_id: typed})
    assert run("check", "gusu-2020", form.id, path, "--json") == 1
    errors = [
        finding
        for finding in json.loads(capsys.readouterr().out)["findings"]
        if finding["severity"] == "error"
    ]
    assert [finding["field"] for finding in errors] == [blank_id]
    assert code in (None, errors[0]["code"])
    assert str(typed) in errors[0]["message"] or "4" in errors[0]["message"] or "10" in errors[0]["message"]
    target = tmp_path / "a.pdf"
    assert run("export", "gusu-2020", form.id, path, "-o", str(target)) == 1
    refused = capsys.readouterr().err
    assert blank_id in refused and "没有生成文件" in refused and "Traceback" not in refused
    assert not target.exists()


@pytest.mark.parametrize("suffix", [".pdf", ".xlsx", ".docx"])
@pytest.mark.parametrize("form", ["liaison", "statistics"])
def test_export_writes_each_format(
    tmp_path: Path, suffix: str, form: str, capsys: pytest.CaptureFixture[str]
) -> None:
    for source in (["--example"], ["--blank"]):
        target = tmp_path / f"表{suffix}"
        assert run("export", "gusu-2020", form, *source, "-o", str(target)) == 0
        content = target.read_bytes()
        if suffix == ".pdf":
            assert content.startswith(b"%PDF-1.7")
        else:
            assert zipfile.ZipFile(io.BytesIO(content)).testzip() is None
        assert run("export", "gusu-2020", form, *source, "-o", str(target)) == 0
        assert target.read_bytes() == content
    assert [path.name for path in tmp_path.iterdir()] == [f"表{suffix}"]
    assert capsys.readouterr().err == ""


@pytest.mark.parametrize("suffix", [".pdf", ".xlsx", ".docx"])
def test_a_rare_character_prints_or_is_refused_by_name(
    tmp_path: Path, suffix: str, capsys: pytest.CaptureFixture[str]
) -> None:
    path = values(tmp_path, {**LIAISON.example, "name": "张\U00020bb7"})
    target = tmp_path / f"a{suffix}"
    code = run("export", "gusu-2020", "liaison", path, "-o", str(target))
    if code == 0:
        assert target.exists()
    else:
        assert code == 3 and "\U00020bb7" in one_line(capsys.readouterr().err) and not target.exists()


def test_a_draft_is_written_only_when_asked_for(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = values(tmp_path, {"study.people": 120})
    target = tmp_path / "a.pdf"
    assert run("export", "gusu-2020", "statistics", path, "-o", str(target)) == 1
    assert not target.exists()
    assert run("export", "gusu-2020", "statistics", path, "-o", str(target), "--draft") == 0
    assert target.exists()
    assert "study.sessions" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["fly"], "fly"),
        (["describe"], "NOTICE"),
        (["describe", "gusu-2020"], "FORM"),
        (["describe", "gusu-1999", "liaison"], "gusu-1999"),
        (["describe", "gusu-2020", "payroll"], "payroll"),
        (["describe", "diqing-2020", "liaison"], "diqing-2020"),
        (["describe", "../gusu-2020", "liaison"], "../gusu-2020"),
        (["check", "gusu-2020", "liaison", "--loud", "x.json"], "--loud"),
        (["export", "gusu-2020", "liaison", "--example"], "-o"),
        (["export", "gusu-2020", "liaison", "--example", "-o", "a.odt"], ".odt"),
        (["export", "gusu-2020", "liaison", "--example", "-o", "a"], "扩展名"),
        (["export", "gusu-2020", "liaison", "-o", "a.pdf"], "--example"),
        (["export", "gusu-2020", "liaison", "--example", "--blank", "-o", "a.pdf"], "--blank"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_a_wrong_command_is_one_chinese_line_and_two(
    arguments: list[str],
    words: str,
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(tmp_path)
    assert run(*arguments) == 2
    assert words in one_line(capsys.readouterr().err)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"[1, 2]", "对象"),
        (b'{"values": {"nobody": 1}}', "nobody"),
        ('{"values": {"name": "沈若兰"}}'.encode("gb18030"), "UTF-8"),
        (b'{"values": ', "JSON"),
    ],
    ids=["not-an-object", "unknown-blank", "not-utf-8", "broken"],
)
@pytest.mark.parametrize("command", ["check", "export"])
def test_wrong_values_are_refused_with_two(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], content: bytes, words: str, command: str
) -> None:
    path = tmp_path / "values.json"
    path.write_bytes(content)
    target = tmp_path / "a.pdf"
    more = ["-o", str(target)] if command == "export" else []
    assert run(command, "gusu-2020", "liaison", str(path), *more) == 2
    assert words in one_line(capsys.readouterr().err)
    assert not target.exists()


def test_values_come_from_standard_input(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    content = json.dumps({"values": dict(LIAISON.example)}).encode()
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(content)))
    assert run("check", "gusu-2020", "liaison", "-") == 0
    assert "没有发现问题" in capsys.readouterr().out


def test_the_environment_fails_with_three(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    target = tmp_path / "none" / "a.pdf"
    assert run("export", "gusu-2020", "liaison", "--example", "-o", str(target)) == 3
    one_line(capsys.readouterr().err)
    assert run("check", "gusu-2020", "liaison", str(tmp_path / "none.json")) == 2
    assert "none.json" in one_line(capsys.readouterr().err)


def test_a_full_disk_is_told_and_leaves_the_old_file(tmp_path: Path) -> None:
    if not hasattr(signal, "SIGXFSZ"):
        pytest.skip("this system cannot limit a file's size: a full disk was not tried")
    target = tmp_path / "a.pdf"
    target.write_bytes(b"old")
    script = (
        "import resource, signal, sys, main\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))\n"
        "sys.exit(main.main(sys.argv[1:]))\n"
    )
    command = [
        sys.executable,
        "-B",
        "-c",
        script,
        "export",
        "gusu-2020",
        "liaison",
        "--example",
        "-o",
        str(target),
    ]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 3
    assert "a.pdf" in one_line(done.stderr)
    assert target.read_bytes() == b"old"
    assert [path.name for path in tmp_path.iterdir()] == ["a.pdf"]


def test_a_user_s_own_notice_is_read_and_a_wrong_one_named(
    own_data_folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = own_data_folder / "notices"
    folder.mkdir()
    own = (
        (ROOT / "resources" / "notices" / "gusu-2020.toml")
        .read_text("utf-8")
        .replace('"gusu-2020"', '"own-2026"')
    )
    (folder / "own-2026.toml").write_text(own, encoding="utf-8")
    (folder / "broken.toml").write_text("format = 1\n[notice\n", encoding="utf-8")
    assert run("notices", "--json") == 0
    printed = capsys.readouterr()
    assert "own-2026" in {entry["id"] for entry in json.loads(printed.out)["notices"]}
    assert "broken.toml" in one_line(printed.err) and "line 2" in printed.err
    assert run("describe", "own-2026", "statistics") == 0
    capsys.readouterr()
    assert run("describe", "broken", "statistics") == 2
    assert "broken.toml" in one_line(capsys.readouterr().err)


def test_without_a_desktop_the_window_says_so() -> None:
    if not sys.platform.startswith("linux"):
        pytest.skip("only Linux can be without a desktop: the message was not tried")
    environment = {
        key: value
        for key, value in os.environ.items()
        if key not in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    }
    done = subprocess.run(
        [sys.executable, "main.py"], cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 3
    assert "图形桌面" in one_line(done.stderr)


def test_a_reader_that_goes_away_is_no_traceback() -> None:
    command = f"{sys.executable} main.py describe gusu-2020 statistics --json | head -c 10"
    done = subprocess.run(["sh", "-c", command], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.stderr == ""


@pytest.mark.skipif(os.name == "nt", reason="a POSIX shell closes the streams")
@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        ("notices >&-", 0, ""),
        ("notices >&- 2>&-", 0, ""),
        ("check gusu-2020 liaison - <&-", 2, "标准输入是关闭的"),
        ("check gusu-2020 liaison none.json", 2, "不存在"),
        ("notices >/dev/full", 3, "磁盘已满"),
        ("describe gusu-2020 statistics --json >/dev/full", 3, "磁盘已满"),
        ("describe gusu-2020 nothing 2>/dev/full", 2, ""),
    ],
)
def test_streams_that_are_closed_or_full(arguments: str, code: int, words: str) -> None:
    if "/dev/full" in arguments and not Path("/dev/full").is_char_device():
        pytest.skip("no /dev/full here: a full output was not tried")
    done = subprocess.run(
        ["sh", "-c", f"{sys.executable} main.py {arguments}"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == code
    if words:
        assert words in one_line(done.stderr)
    else:
        assert done.stderr == ""


def test_a_message_stays_on_one_line_whatever_it_repeats(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("check", "gusu-2020", "liaison", values(tmp_path, {"a\nb\x1b[31m\u202e": "1"})) == 2
    assert not set(one_line(capsys.readouterr().err)) & set("\x1b\u202e")


def test_a_wrong_command_is_told_in_one_chinese_line(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("export", "gusu-2020", "liaison", "--example=3", "-o", "a.pdf") == 2
    assert "--example 后面不写值，却写了“3”" in one_line(capsys.readouterr().err)
    assert run("check", "gusu-2020", "liaison", "-", "--a\nb\x1b[31m") == 2
    assert "\x1b" not in one_line(capsys.readouterr().err)


@pytest.mark.parametrize("text", ["沈\x00兰", "沈\ud800"])
def test_a_draft_with_what_cannot_be_printed(
    tmp_path: Path, text: str, capsys: pytest.CaptureFixture[str]
) -> None:
    content = tmp_path / "values.json"
    content.write_text(json.dumps({"values": {"name": text}}), encoding="utf-8")
    for suffix, code in ((".pdf", 2), (".xlsx", 0), (".docx", 0)):
        target = tmp_path / f"a{suffix}"
        assert run("export", "gusu-2020", "liaison", str(content), "--draft", "-o", str(target)) == code
        assert target.exists() == (code == 0)
        assert "Traceback" not in capsys.readouterr().err
