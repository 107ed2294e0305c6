"""导出: which formats, where to, under which name; what is still wrong; then the files to open."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QFileDialog,
    QFormLayout,
    QLabel,
    QLineEdit,
    QRadioButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from exporters.registry import EXPORTERS
from forms.errors import AnyueError
from forms.form.checks import errors
from forms.form.document import Document
from forms.form.finding import Finding
from forms.words import size_words
from ui.form.export_plan import ExportPlan, suggested_stem
from ui.widgets.desktop import Desktop, open_or_tell
from ui.widgets.errors import ask, show_error
from ui.widgets.help import Topic, offer_help
from ui.widgets.jobs import Jobs
from ui.widgets.parts import button, label, row, rule

#: How many errors are named before "等".
_NAMED: Final = 4


class ExportDialog(QDialog):
    """Exports ``document`` or, for filling in by hand, ``blank``."""

    #: The user wants to mend the form first.
    fix_requested = Signal()
    #: The folder that was exported to.
    folder_used = Signal(object)

    def __init__(
        self,
        document: Document,
        findings: tuple[Finding, ...],
        blank: Document,
        folder: Path,
        jobs: Jobs,
        desktop: Desktop,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        offer_help(self, Topic.EXPORT)
        self._document, self._blank = document, blank
        self._errors = errors(findings)
        self._jobs, self._desktop = jobs, desktop
        self.setWindowTitle(f"导出“{document.form.name}”")
        self.setMinimumWidth(560)
        self._pages = QStackedWidget()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 18, 20, 16)
        layout.addWidget(self._pages)
        self._pages.addWidget(self._make_choices(folder))
        self._content_changed()

    # The choices ------------------------------------------------------------------------------------------------------

    def _make_choices(self, folder: Path) -> QWidget:
        page = QWidget()
        layout = QVBoxLayout(page)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(12)
        self.warning = label(self._error_words(), "notice", selectable=True)
        self.hint = label("", "muted")
        layout.addWidget(self.warning)
        layout.addLayout(self._make_fields(folder))
        layout.addWidget(self.hint)
        layout.addStretch(1)
        self.back_button = button("回去修改(&B)", self._go_back)
        self.export_button = button("导出(&E)", self._export, "primary")
        self.export_button.setDefault(True)
        cancel = button("取消", self.reject)
        layout.addLayout(row(None, self.back_button, self.export_button, cancel))
        return page

    def _make_fields(self, folder: Path) -> QFormLayout:
        fields = QFormLayout()
        fields.setHorizontalSpacing(16)
        fields.setVerticalSpacing(10)
        fields.setLabelAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
        fields.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        self.filled_choice = QRadioButton("填好的表(&T)")
        self.blank_choice = QRadioButton("空白表，手填用(&K)")
        self.filled_choice.setChecked(True)
        self.filled_choice.toggled.connect(lambda _on: self._content_changed())
        fields.addRow("内容", row(self.filled_choice, self.blank_choice, None, spacing=18))
        self.formats: dict[str, QCheckBox] = {}
        formats = QVBoxLayout()
        formats.setSpacing(4)
        for exporter in EXPORTERS:
            box = QCheckBox(f"{exporter.title}(&{exporter.key})")
            box.setAccessibleName(exporter.title)
            box.setChecked(exporter.default)
            box.toggled.connect(lambda _on: self._refresh())
            self.formats[exporter.suffix] = box
            formats.addWidget(box)
        fields.addRow("格式", formats)
        self.name = _line("文件名")
        self.name.textChanged.connect(lambda _text: self._refresh())
        fields.addRow("文件名(&N)", self.name)
        self.folder = _line("文件夹")
        self.folder.setText(str(folder))
        self.folder.textChanged.connect(lambda _text: self._refresh())
        choose = button("选择(&O)…", self._choose_folder)
        place = row()
        place.addWidget(self.folder, 1)
        place.addWidget(choose)
        folder_label = QLabel("文件夹(&F)")
        folder_label.setBuddy(self.folder)
        fields.addRow(folder_label, place)
        return fields

    @property
    def plan(self) -> ExportPlan:
        """What would be exported now."""
        blank = self.blank_choice.isChecked()
        suffixes = tuple(suffix for suffix, box in self.formats.items() if box.isChecked())
        folder = Path(self.folder.text().strip()).expanduser()
        return ExportPlan(
            self._blank if blank else self._document, suffixes, folder, self.name.text().strip()
        )

    def _content_changed(self) -> None:
        """Another content has another name, unless the user gave one."""
        names = {suggested_stem(self._blank), suggested_stem(self._document)}
        if self.name.text() in {"", *names}:
            self.name.setText(suggested_stem(self.plan.document))
        self._refresh()

    def _refresh(self) -> None:
        drafted = bool(self._errors) and not self.blank_choice.isChecked()
        self.warning.setVisible(drafted)
        self.back_button.setVisible(drafted)
        self.export_button.setText("仍导出草稿(&E)" if drafted else "导出(&E)")
        self.export_button.setEnabled(bool(self.plan.suffixes and self.plan.name))
        self.hint.setText("" if self.blank_choice.isChecked() else self._open_foot())
        self.hint.setVisible(bool(self.hint.text()))

    def _error_words(self) -> str:
        count = len(self._errors)
        lines = [f"还有 {count} 处错误，导出的每页会印上“草稿”："]
        lines += [f"· {finding.message}" for finding in self._errors[:_NAMED]]
        if count > _NAMED:
            lines.append(f"· 等，另有 {count - _NAMED} 处。")
        return "\n".join(lines)

    def _open_foot(self) -> str:
        """What at the foot of the form is still left open for stamp and signature."""
        document = self._document
        missing = [
            blank.label
            for blank in document.form.blanks
            if blank.at_foot and not document.texts.get(blank.id)
        ]
        if not missing:
            return ""
        return "“{}”还没有填，纸上会留空，可以用笔填写。".format("、".join(missing))

    def _choose_folder(self) -> None:
        folder = QFileDialog.getExistingDirectory(self, "导出到哪个文件夹", self.folder.text())
        if folder:
            self.folder.setText(folder)

    def _go_back(self) -> None:
        self.reject()
        self.fix_requested.emit()

    # The work ---------------------------------------------------------------------------------------------------------

    def _export(self) -> None:
        plan = self.plan
        if not plan.folder.is_dir():
            show_error(self, "导出", f"文件夹“{plan.folder}”不存在。请另选一个文件夹。")
            self.folder.setFocus()
            return
        if plan.existing and not self._may_overwrite(plan):
            self.name.setFocus()
            return
        self.setEnabled(False)
        self._jobs.run(plan.carry_out, self._done, self._failed, title="正在导出…", parent=self)

    def _may_overwrite(self, plan: ExportPlan) -> bool:
        names = "\n".join(path.name for path in plan.existing)
        words = f"这个文件夹里已经有同名文件：\n{names}\n要用新的覆盖它吗？"
        return ask(self, "覆盖文件", words, "覆盖(&O)")

    def _failed(self, error: AnyueError) -> None:
        self.setEnabled(True)
        show_error(self, "导出", error)

    def _done(self, files: tuple[Path, ...]) -> None:
        self.setEnabled(True)
        self.folder_used.emit(files[0].parent)
        self._pages.addWidget(self._make_result(files))
        self._pages.setCurrentIndex(1)
        self.setWindowTitle("导出完成")

    def _make_result(self, files: tuple[Path, ...]) -> QWidget:
        page = QWidget()
        layout = QVBoxLayout(page)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(10)
        layout.addWidget(label(f"已导出 {len(files)} 个文件", "title"))
        layout.addWidget(label(str(files[0].parent), "muted", selectable=True))
        for path in files:
            words = label(f"{path.name}　{size_words(path.stat().st_size)}", selectable=True)
            opener = button("打开", partial(open_or_tell, self._desktop, path, self))
            opener.setAccessibleName(f"打开 {path.name}")
            layout.addWidget(rule())
            line = row()
            line.addWidget(words, 1)
            line.addWidget(opener)
            layout.addLayout(line)
        layout.addStretch(1)
        folder = files[0].parent
        show = button("打开所在文件夹(&F)", lambda: open_or_tell(self._desktop, folder, self))
        self.close_button = button("完成(&D)", self.accept, "primary")
        self.close_button.setDefault(True)
        layout.addLayout(row(show, None, self.close_button))
        self.close_button.setFocus()
        return page


def _line(name: str) -> QLineEdit:
    line = QLineEdit()
    line.setProperty("kind", "field")
    line.setAccessibleName(name)
    return line
