"""The page of one form: its tools, the paper, the findings beside it and a status line below."""

from __future__ import annotations

from collections.abc import Callable
from itertools import chain
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, Qt, QTimer, Signal, SignalInstance
from PySide6.QtGui import (
    QAction,
    QCloseEvent,
    QHideEvent,
    QKeySequence,
    QPaintEvent,
    QResizeEvent,
    QShowEvent,
)
from PySide6.QtWidgets import QSplitter, QToolBar, QVBoxLayout, QWidget

from forms.form.checks import errors
from forms.form.finding import Finding, Severity
from forms.values import Filled
from ui.form.failure_banner import FailureBanner
from ui.form.more.more_actions import MoreActions
from ui.form.paper.binding import PaperBinding
from ui.form.paper.paper import Paper
from ui.form.paper.paper_view import FIT_WIDTH, LEAST_WIDTH, PaperView
from ui.form.paper.status_line import StatusLine
from ui.form.session import FormSession
from ui.widgets.help import Topic, about
from ui.widgets.parts import label
from ui.widgets.theme import AFTER_PAINT, Theme

if TYPE_CHECKING:
    from ui.form.findings_panel import FindingsPanel

ZOOM_SETTING: Final = "paper.zoom"
PANEL_SETTING: Final = "paper.panel"
#: The panel's width at first.
_PANEL_WIDTH: Final = 300
#: No narrower than this, or it folds away.
_PANEL_LEAST: Final = 220


class FormPage(QWidget):
    """One open form. The shell opens the dialogs that are asked for by signal, with :attr:`session`."""

    export_requested = Signal()
    print_requested = Signal()
    preview_requested = Signal()
    import_requested = Signal()
    prefill_requested = Signal()
    print_blank_requested = Signal()

    def __init__(self, session: FormSession, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        about(self, Topic.FORM)
        self.session = session
        self._theme = theme
        self.paper = Paper(session.form, theme)
        zoom = session.unit.store.setting(ZOOM_SETTING)
        self.view = PaperView(self.paper, theme, int(zoom) if zoom.isdecimal() else FIT_WIDTH)
        self._binding = PaperBinding(session, self.paper, self)
        self._panel: FindingsPanel | None = None
        self.tools = QToolBar()
        self.failure = FailureBanner(session.retry, self.focus_again)
        self.origin = label(session.form.origin or "这张表不是通知的原件。", "notice")
        self.origin.setVisible(not session.form.official)
        self.status = StatusLine(session, self.paper)
        self._was_shown = self._was_painted = self._is_narrow = False
        self._last_blank = ""
        self._make_actions()
        self.more = MoreActions(self)
        self.tools.addWidget(self.more.button)
        self._lay_out()
        self._connect()
        self._show_state()

    # Building ---------------------------------------------------------------------------------------------------------

    def add_action(
        self, text: str, keys: tuple[str, ...], act: Callable[[], object], shown: bool = True
    ) -> QAction:
        """An action of the page with its keys; ``shown`` puts it among the tools."""
        action = QAction(text, self)
        action.setShortcuts([QKeySequence(key) for key in keys])
        # Wherever in the window the focus is; the actions of a page that is not shown hear nothing.
        action.setShortcutContext(Qt.ShortcutContext.WindowShortcut)
        if keys:
            native = QKeySequence(keys[0]).toString(QKeySequence.SequenceFormat.NativeText)
            action.setToolTip(f"{text}（{native}）")
        action.triggered.connect(lambda _checked=False: act())
        self.addAction(action)
        if shown:
            self.tools.addAction(action)
        return action

    def _make_actions(self) -> None:
        self.undo = self.add_action("撤销", ("Ctrl+Z",), self.session.undo)
        self.redo = self.add_action("重做", ("Ctrl+Y", "Ctrl+Shift+Z"), self.session.redo)
        self.tools.addSeparator()
        self.check = self.add_action("检查", ("F7",), self.check_all)
        self.prefill = self.add_action("从单位资料填入", ("Ctrl+U",), self.prefill_requested.emit)
        self.import_file = self.add_action("导入Excel", ("Ctrl+I",), self.import_requested.emit)
        self.history = self.add_action("历史版本", ("Ctrl+H",), self._show_history)
        self.tools.addSeparator()
        self.preview = self.add_action("预览", ("Ctrl+R",), lambda: self._ask(self.preview_requested))
        self.print = self.add_action("打印", ("Ctrl+P",), lambda: self._ask(self.print_requested))
        self.export = self.add_action("导出", ("Ctrl+E",), lambda: self._ask(self.export_requested))
        self.add_action("下一条意见", ("F8",), lambda: self.walk(1), shown=False)
        self.add_action("上一条意见", ("Shift+F8",), lambda: self.walk(-1), shown=False)
        self.add_action("放大", ("Ctrl++", "Ctrl+="), lambda: self.view.zoom_by(1), shown=False)
        self.add_action("缩小", ("Ctrl+-",), lambda: self.view.zoom_by(-1), shown=False)
        self.add_action("适合宽度", ("Ctrl+0",), lambda: self.view.set_zoom(FIT_WIDTH), shown=False)
        self.add_action("按建议改", ("Alt+Return", "Alt+Enter"), self._take_suggestion, shown=False)
        self.add_action("到意见栏或回到表上", ("F6",), self._change_side, shown=False)
        self.panel_shown = self.add_action("检查结果栏", ("F9",), self._toggle_panel, shown=False)

    def _lay_out(self) -> None:
        self.tools.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextOnly)
        self.tools.setMovable(False)
        self.tools.setAccessibleName("工具栏")
        spacer = QWidget()
        spacer.setSizePolicy(spacer.sizePolicy().Policy.Expanding, spacer.sizePolicy().Policy.Preferred)
        self.tools.addWidget(spacer)
        self._panel_wanted = self.session.unit.store.setting(PANEL_SETTING, "shown") == "shown"
        self.tools.addAction(self.panel_shown)
        self.splitter = QSplitter(Qt.Orientation.Horizontal)
        self.splitter.setHandleWidth(1)
        self.splitter.addWidget(self.view)
        self._side = QWidget()
        QVBoxLayout(self._side).setContentsMargins(0, 0, 0, 0)
        self.splitter.addWidget(self._side)
        self.splitter.setStretchFactor(0, 1)
        self.splitter.setCollapsible(0, False)
        self._side.setMinimumWidth(_PANEL_LEAST)
        self.splitter.setSizes([1000, _PANEL_WIDTH])
        self._side.setVisible(self._panel_wanted)
        banners = QVBoxLayout()
        banners.setContentsMargins(12, 0, 12, 0)
        banners.addWidget(self.failure)
        banners.addWidget(self.origin)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.tools)
        layout.addLayout(banners)
        self._above_paper = layout.count()
        layout.addWidget(self.splitter, 1)
        layout.addWidget(self.status)

    def _connect(self) -> None:
        self.view.zoomed.connect(lambda zoom: self._keep_setting(ZOOM_SETTING, str(zoom)))
        self.paper.entered.connect(self._note_blank)
        self.paper.undo_requested.connect(
            lambda step: self.session.undo() if step < 0 else self.session.redo()
        )
        self.session.state_changed.connect(self._show_state)
        self.session.edited.connect(lambda _blank_id: self._show_undo())
        self.session.save_failed.connect(self.failure.tell)
        self.session.saved.connect(lambda _moment: self.failure.put_away())

    @property
    def panel(self) -> FindingsPanel:
        """The findings: made when they are first needed, or once the paper can be typed in."""
        if self._panel is None:
            from ui.form.findings_panel import FindingsPanel

            self._panel = FindingsPanel(self.session, self._theme)
            self._panel.chosen.connect(self.show_finding)
            self._panel.check_requested.connect(self.check_all)
            self._panel.suggestion_taken.connect(self.take_suggestion)
            layout = self._side.layout()
            assert layout is not None
            layout.addWidget(self._panel)
            self._panel.show()
        return self._panel

    # What the user asks for -------------------------------------------------------------------------------------------

    def set_theme(self, theme: Theme) -> None:
        """Use other colours."""
        self._theme = theme
        self.view.set_theme(theme)
        if self._panel is not None:
            self._panel.set_theme(theme)

    def flush(self) -> None:
        """Make everything typed durable; called before a dialog, on leaving the page and on close."""
        self.session.flush()

    def check_all(self) -> None:
        """Check the whole form and show everything; the first thing that is wrong is selected."""
        self._show_panel()
        self.session.ask()
        worst = self.panel.model.findings
        if worst and worst[0].severity is not Severity.NOTE:
            self.panel.select(worst[0])

    def walk(self, step: int) -> None:
        """Go to the next or the previous finding; nothing asked for yet means: check first."""
        if not self.session.all_revealed:
            self.session.ask()
        order = [blank.id for blank in self.session.form.blanks]
        finding = self.panel.model.next_finding(self.paper.focused_blank(), step, order)
        if finding is not None:
            self.show_finding(finding)

    def show_finding(self, finding: Finding) -> None:
        """Lead to the blank a finding speaks of."""
        self.paper.focus_blank(finding.field)
        self.panel.select(finding)

    def take_suggestion(self, finding: Finding) -> None:
        """Put what a finding suggests into its blank, undone in one step, and go on: in the list of findings where the
        keyboard is there and something is left in it, else in the blank."""
        listed = self.panel.list
        in_list = listed.hasFocus()
        row = listed.currentIndex().row()
        self.session.fill({finding.field: Filled(finding.suggestion)}, "edit")
        self.paper.focus_blank(finding.field)
        if in_list and not listed.isHidden():
            self.panel.select_near(row)
            listed.setFocus()
        self.say(f"已改为 {finding.suggestion}，按 Ctrl+Z 撤销。")

    def _take_suggestion(self) -> None:
        """Take what the blank with the focus, or the finding selected in the list, has suggested for it."""
        blank_id = self.paper.focused_blank()
        finding = self.paper.finding(blank_id) if blank_id else self.panel.selected()
        # What was typed since it was found is not overwritten.
        if finding is not None and finding.suggestion and finding in self.session.findings:
            self.take_suggestion(finding)
        else:
            self.say("这里没有可以直接采用的建议，请按意见改正。")

    def show_first_problem(self) -> None:
        """Show everything that is wrong and lead to the first error in reading order, else to the first open question."""
        self.session.ask()
        found = self.session.findings
        doubts = (
            finding for finding in found if finding.severity is Severity.WARNING and not finding.confirmed
        )
        first = next(chain(errors(found), doubts), None)
        if first is not None:
            self.show_finding(first)

    def _show_history(self) -> None:
        # Imported when asked for: its tables would cost every start.
        from ui.form.history.dialog import RevisionDialog

        RevisionDialog(self.session, self, self.paper.focused_blank() or self._last_blank).exec()

    def _ask(self, signal: SignalInstance) -> None:
        self.session.flush()
        signal.emit()

    def _show_panel(self) -> None:
        self.panel.show()
        self._side.show()
        if not self._is_narrow:
            self._panel_wanted = True

    def _toggle_panel(self) -> None:
        """Show or hide the findings; what is done in a narrow window is for as long as it is narrow."""
        shown = self._side.isHidden()
        if shown:
            self._show_panel()
        else:
            self._hide_side()
        if not self._is_narrow:
            self._panel_wanted = shown
            self._keep_setting(PANEL_SETTING, "shown" if shown else "hidden")

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Beside a paper that must be scrolled sideways nobody reads findings: they fold away and come back."""
        super().resizeEvent(event)
        is_narrow = event.size().width() < LEAST_WIDTH + _PANEL_LEAST
        if is_narrow != self._is_narrow:
            self._is_narrow = is_narrow
            if self._panel_wanted and not is_narrow:
                self._side.show()
            else:
                self._hide_side()

    def _hide_side(self) -> None:
        """Fold the findings away; the focus, if it was there, goes back to the paper and not to whatever comes next."""
        if self._side.isAncestorOf(self.focusWidget() or self):
            self.focus_again()
        self._side.hide()

    def _change_side(self) -> None:
        """From the paper to the findings and back to the blank one came from."""
        if self.paper.focused_blank():
            self._show_panel()
            (self.panel.list if self.panel.list.isVisible() else self.panel.check).setFocus()
        else:
            self.focus_again()

    def put_above_paper(self, bar: QWidget) -> None:
        """Put a bar between the tools and the paper."""
        layout = self.layout()
        assert isinstance(layout, QVBoxLayout)
        layout.insertWidget(self._above_paper, bar)

    def focus_again(self) -> None:
        """Give the keyboard back to the blank one came from."""
        self.paper.focus_blank(self._last_blank or self.session.form.blanks[0].id)

    def _keep_setting(self, key: str, value: str) -> None:
        self.session.keep_setting(key, value)

    # What is shown ----------------------------------------------------------------------------------------------------

    def _show_state(self) -> None:
        self._show_undo()
        if self.session.save_state.failure is None:
            self.failure.put_away()

    def _show_undo(self) -> None:
        self.undo.setEnabled(self.session.can_undo())
        self.redo.setEnabled(self.session.can_redo())

    def _note_blank(self, blank_id: str) -> None:
        self._last_blank = blank_id

    def say(self, words: str) -> None:
        """Say something in the status line, until there is something else to say."""
        self.status.say(words)

    # Coming and going -------------------------------------------------------------------------------------------------

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if not self._was_shown:
            self._was_shown = True
            self.focus_first_empty()
            self.paper.make_editors(self.view.visible_area())

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self._was_painted:
            self._was_painted = True
            QTimer.singleShot(AFTER_PAINT, self, self._finish)

    def _finish(self) -> None:
        """The form can be typed in: make the rest, a little at a time, so that keys come in between."""
        if self.paper.make_some_editors():
            QTimer.singleShot(0, self, self._finish)
        else:
            self.session.show_known()
            self.panel.refresh()

    def focus_first_empty(self) -> None:
        """Go to the first blank that is still empty, else to the first; the foot may be left to the pen."""
        blanks = self.session.form.body or self.session.form.blanks
        first = next((blank for blank in blanks if not self.session.filled(blank.id).text), blanks[0])
        self.paper.focus_blank(first.id)

    def hideEvent(self, event: QHideEvent) -> None:
        self.session.flush()
        super().hideEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.ActivationChange and not self.isActiveWindow():
            self.session.save_soon()
        super().changeEvent(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        self.session.close()
        super().closeEvent(event)
