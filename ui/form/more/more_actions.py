"""What a form's page offers beyond its tools: find a blank, fill with 0, empty the form, print it for the pen, save, help."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QMenu, QToolButton

from forms.form.bulk import clearing, zeros
from ui.widgets.errors import ask
from ui.widgets.help import show_help

if TYPE_CHECKING:
    from ui.form.more.find_bar import FindBar
    from ui.form.page import FormPage


class MoreActions:
    """The menu 更多 of a page, and the bar that finds a blank."""

    def __init__(self, page: FormPage) -> None:
        self._page = page
        self._bar: FindBar | None = None
        self.button = QToolButton()
        self.button.setText("更多")
        self.button.setAccessibleName("更多")
        self.button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.menu = QMenu(self.button)
        self.button.setMenu(self.menu)
        self.find = page.add_action("查找栏目", ("Ctrl+F",), self.open_bar, shown=False)
        self.fill_zeros = page.add_action("空着的数都填 0", (), self._fill_zeros, shown=False)
        self.clear = page.add_action("清空本表", (), self._clear, shown=False)
        self.print_blank = page.add_action(
            "打印空白表，手填用", (), page.print_blank_requested.emit, shown=False
        )
        self.help = page.add_action("使用手册（F1）", (), lambda: show_help(page.window()), shown=False)
        for action in (self.find, self.fill_zeros, self.clear, self.print_blank, self.help):
            self.menu.addAction(action)
        page.add_action("保存", ("Ctrl+S",), self._save, shown=False)
        page.add_action("下一处", ("F3",), lambda: self._step(1), shown=False)
        page.add_action("上一处", ("Shift+F3",), lambda: self._step(-1), shown=False)

    @property
    def bar(self) -> FindBar:
        """The bar, made when it is first asked for, above the paper."""
        if self._bar is None:
            from ui.form.more.find_bar import FindBar

            page = self._page
            self._bar = FindBar(page.session.form, page.paper.focus_blank, page.focus_again)
            page.put_above_paper(self._bar)
        return self._bar

    def open_bar(self) -> None:
        """Show the bar that finds a blank."""
        self.bar.open_bar()

    def _step(self, step: int) -> None:
        if self._bar is not None:
            self._bar.step(step)

    def _fill_zeros(self) -> None:
        session = self._page.session
        values = zeros(session.form, session.filing)
        if not values:
            self._page.say("表里没有空着的数。")
            return
        session.fill(values, "edit")
        self._page.say(f"空着的 {len(values)} 个数都填了 0；填错了按 Ctrl+Z，一步撤销。")

    def _clear(self) -> None:
        session = self._page.session
        values = clearing(session.form, session.filing)
        if not values:
            self._page.say("表本来就是空的。")
            return
        words = f"这张表填了 {len(values)} 处，都会清空。清空以后可以一步撤销，历史版本里也还在。"
        if ask(self._page, "清空本表", words, "清空(&C)"):
            session.fill(values, "edit")
            self._page.say("已清空；要找回来按 Ctrl+Z，一步撤销。")

    def _save(self) -> None:
        if self._page.session.flush():
            self._page.say("已自动保存。打的字随时都在存，不用按保存。")
