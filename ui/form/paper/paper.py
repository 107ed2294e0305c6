"""The page itself: the sheet's words and rules, and an editor over each of its blanks."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from PySide6.QtCore import QMimeData, QPointF, QRect, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPalette, QPen
from PySide6.QtWidgets import QWidget

from exporters.typesetting.bounds import MOST_CHARACTERS
from forms.form.finding import Finding, Severity
from forms.form.form import Form
from forms.values import EMPTY, Filled, Source
from ui.form.paper.cell_box import CellBox
from ui.form.paper.editors import Editor, GrowingEditor, line_size, make_editor
from ui.form.paper.metrics import Metrics
from ui.form.paper.rules import draw_rules
from ui.form.paper.sheet_layout import SheetLayout
from ui.form.paper.words import accessible_name, tool_tip
from ui.widgets.theme import Theme

#: So many editors are made at once while the window already stands: a few milliseconds, which no key notices.
_AT_ONCE: Final = 4


class Paper(QWidget):
    """A form as a page to write on. Knows texts, sources and findings as they are told, and nothing of storage.

    The page is laid out without editors; each is made when it comes into sight, is gone to, or the window has time.
    """

    #: A blank's id and the text typed into it.
    typed = Signal(str, str)
    entered = Signal(str)
    left = Signal(str)
    #: -1 asks for undo, 1 for redo.
    undo_requested = Signal(int)
    #: A blank's id and the cells, in a tuple, that were pasted there for it and the blanks after it.
    cells_pasted = Signal(str, object)
    #: A pasted text was cut to what one blank can hold.
    paste_cut = Signal(str)
    #: The page has another size, or what has the focus has another place.
    arranged = Signal()
    #: Other blanks are marked now, or another source is shown.
    marked = Signal()

    def __init__(self, form: Form, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.form = form
        self._theme = theme
        self.layout_of_sheet = SheetLayout(form.sheet)
        self.blanks = form.by_id
        # Where the blanks begin for Tab, whichever editor is made first. Tab passes over it; without any policy Qt would
        # let nothing follow it.
        self._before_blanks = QWidget(self)
        self._before_blanks.resize(0, 0)
        self._before_blanks.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self._editors: dict[str, Editor] = {}
        self.rects: dict[str, QRect] = {}
        self._filled: dict[str, Filled] = {}
        self._findings: dict[str, Finding] = {}
        self._order = list(self.blanks)
        self._zoom = 0.0
        self.set_theme(theme)

    # The editors ------------------------------------------------------------------------------------------------------

    @property
    def editors(self) -> dict[str, Editor]:
        """All editors in reading order; those that are still to be made are made now."""
        return {blank_id: self._editor(blank_id) for blank_id in self._order}

    def make_editors(self, area: QRect) -> None:
        """Make the editors of all blanks in an area of the page."""
        for blank_id, rect in list(self.rects.items()):
            if rect.intersects(area):
                self._editor(blank_id)

    def make_some_editors(self) -> bool:
        """Make a few of the editors that are still to be made; false where there are none left."""
        missing = [blank_id for blank_id in self._order if blank_id not in self._editors]
        for blank_id in missing[:_AT_ONCE]:
            self._editor(blank_id)
        return len(missing) > _AT_ONCE

    def _editor(self, blank_id: str) -> Editor:
        if blank_id not in self._editors:
            self._make_editor(blank_id)
        return self._editors[blank_id]

    def _make_editor(self, blank_id: str) -> None:
        blank = self.blanks[blank_id]
        earlier = reversed(self._order[: self._order.index(blank_id)])
        before = next((known for known in earlier if known in self._editors), "")
        editor = self._editors[blank_id] = make_editor(blank, self, self)
        QWidget.setTabOrder(self._editors[before] if before else self._before_blanks, editor)
        editor.setAccessibleName(accessible_name(blank))
        editor.setPalette(self._editor_palette)
        editor.show_text(self._filled.get(blank_id, EMPTY).text)
        self._describe(blank_id)
        if self._zoom:
            editor.set_up(self.metrics)
            editor.show()
        if self.rects:
            self._arrange_anew([blank_id])
            self._place_editor(blank_id)

    def text(self, blank_id: str) -> str:
        """What stands in a blank."""
        editor = self._editors.get(blank_id)
        return editor.shown_text() if editor else self._filled.get(blank_id, EMPTY).text

    # What is shown ----------------------------------------------------------------------------------------------------

    def set_theme(self, theme: Theme) -> None:
        """Use other colours."""
        self._theme = theme
        palette = QPalette(self.palette())
        palette.setColor(QPalette.ColorRole.Base, QColor(0, 0, 0, 0))
        palette.setColor(QPalette.ColorRole.Light, QColor(theme.paper))
        for role in (QPalette.ColorRole.Text, QPalette.ColorRole.WindowText):
            palette.setColor(role, QColor(theme.ink))
        palette.setColor(QPalette.ColorRole.PlaceholderText, QColor(theme.muted))
        palette.setColor(QPalette.ColorRole.Highlight, QColor(theme.accent))
        palette.setColor(QPalette.ColorRole.HighlightedText, QColor(theme.accent_text))
        self.layout_of_sheet.slots.ink = QColor(theme.ink)
        self._editor_palette = palette
        for editor in self._editors.values():
            editor.setPalette(palette)
        self.update()

    def show_filled(self, filled: Mapping[str, Filled]) -> None:
        """Show what stands in some blanks, where it was not typed here."""
        for blank_id, entry in filled.items():
            if blank_id in self._editors:
                self._editors[blank_id].show_text(entry.text)
            self._note_source(blank_id, entry)
        self._arrange_anew(list(filled))

    def note_filled(self, blank_id: str, filled: Filled) -> None:
        """Take note of the source of what stands in a blank."""
        if self._filled.get(blank_id, EMPTY).source != filled.source:
            self._note_source(blank_id, filled)
        else:
            self._filled[blank_id] = filled

    def _note_source(self, blank_id: str, filled: Filled) -> None:
        self._filled[blank_id] = filled
        self._describe(blank_id)
        self._repaint(blank_id)

    def show_findings(self, findings: Mapping[str, Finding]) -> None:
        """Mark these blanks, and no others."""
        changed = {
            blank_id
            for blank_id in findings.keys() | self._findings.keys()
            if findings.get(blank_id) != self._findings.get(blank_id)
        }
        self._findings = dict(findings)
        for blank_id in changed:
            self._describe(blank_id)
            self._repaint(blank_id)
        if changed:
            self.marked.emit()

    def finding(self, blank_id: str) -> Finding | None:
        """The finding a blank is marked with."""
        return self._findings.get(blank_id)

    def _repaint(self, blank_id: str) -> None:
        self.update(self.rects.get(blank_id, QRect()).adjusted(-3, -3, 3, 3))

    def _describe(self, blank_id: str) -> None:
        editor = self._editors.get(blank_id)
        if editor is None:
            return
        blank = self.blanks[blank_id]
        words = tool_tip(self.form, blank, self._filled.get(blank_id, EMPTY), self._findings.get(blank_id))
        editor.setToolTip(words)
        editor.setAccessibleDescription(words.replace("\n", " "))

    # Geometry ---------------------------------------------------------------------------------------------------------

    def set_page(self, page_width: int, zoom: float) -> None:
        """Lay the page out for this width and zoom."""
        metrics = Metrics(zoom, page_width)
        if metrics == self.layout_of_sheet.metrics and self.rects:
            return
        self.layout_of_sheet.set_metrics(metrics)
        if metrics.zoom != self._zoom:
            self._zoom = metrics.zoom
            for editor in self._editors.values():
                editor.set_up(metrics)
        for blank_id in self._order:
            self._reserve(blank_id)
        self.layout_of_sheet.write()
        self._arrange()

    @property
    def metrics(self) -> Metrics:
        return self.layout_of_sheet.metrics

    def _reserve(self, blank_id: str) -> bool:
        widest, exact = self.layout_of_sheet.room(blank_id)
        editor = self._editors.get(blank_id)
        text = editor.seen_text() if editor else self.text(blank_id)
        size = line_size(self.blanks[blank_id], text, self.metrics, widest, exact)
        if size is None:
            editor = self._editor(blank_id)
            assert isinstance(editor, GrowingEditor)
            size = editor.grown_size(self.metrics, widest, exact)
        return self.layout_of_sheet.reserve(blank_id, size)

    def _arrange_anew(self, blank_ids: list[str]) -> None:
        """Some blanks hold other texts: move things only where a size is another."""
        if self.rects and (changed := [blank_id for blank_id in blank_ids if self._reserve(blank_id)]):
            self._arrange({self.layout_of_sheet.box_of(blank_id) for blank_id in changed})

    def _arrange(self, changed: set[CellBox] | None = None) -> None:
        """Put everything in its place; with ``changed`` only these boxes have changed in themselves."""
        layout, desk = self.layout_of_sheet, self.metrics.desk
        before = layout.frames, layout.height
        moved = layout.arrange()
        boxes = moved | changed if changed is not None else {box for box, _area in layout.boxes}
        for box in boxes:
            for blank_id in box.positions:
                rect = layout.blank_rect(blank_id).translated(desk, desk).toRect()
                if self.rects.get(blank_id) != rect:
                    self.rects[blank_id] = rect
                    self._place_editor(blank_id)
        size = QRectF(0, 0, self.metrics.page_width + 2 * desk, layout.height + 2 * desk).toRect().size()
        if self.size() != size:
            self.setFixedSize(size)
        if changed is None or (layout.frames, layout.height) != before:
            self.update()
        else:
            for box in boxes:
                self._repaint_cell(box)
        self.arranged.emit()

    def _repaint_cell(self, box: CellBox) -> None:
        desk, padding = self.metrics.desk, self.metrics.padding
        layout = self.layout_of_sheet
        place = next((layout.place_of(blank_id) for blank_id in box.positions), layout.area(box))
        self.update(
            place.translated(desk, desk).toAlignedRect().adjusted(-padding, -padding, padding, padding)
        )

    # What the editors tell (see editors.Host) -------------------------------------------------------------------------

    def editor_typed(self, blank_id: str, text: str) -> None:
        self._arrange_anew([blank_id])
        self.typed.emit(blank_id, text)

    def editor_composes(self, blank_id: str) -> None:
        """An input method composes, or has done: what it composes is seen whole, over the neighbours if need be."""
        self._arrange_anew([blank_id])
        self._place_editor(blank_id)

    def _place_editor(self, blank_id: str) -> None:
        if blank_id in self._editors and blank_id in self.rects:
            desk = self.metrics.desk
            page = self.rect().adjusted(desk, 0, -desk, 0)
            self._editors[blank_id].stand(self.rects[blank_id], self.metrics, page)

    def editor_entered(self, blank_id: str) -> None:
        # Tab goes from one editor to the next: both neighbours must be there.
        place = self._order.index(blank_id)
        for neighbour in self._order[max(place - 1, 0) : place + 2]:
            self._editor(neighbour)
        self._repaint(blank_id)
        self.entered.emit(blank_id)

    def editor_left(self, blank_id: str) -> None:
        self._repaint(blank_id)
        self.left.emit(blank_id)

    def editor_moves(self, blank_id: str, step: int) -> None:
        position = self._order.index(blank_id) + step
        if 0 <= position < len(self._order):
            self.focus_blank(self._order[position])
        else:
            self._editor(blank_id).focusNextPrevChild(step > 0)

    def editor_undoes(self, step: int) -> None:
        self.undo_requested.emit(step)

    def editor_pastes(self, blank_id: str, source: QMimeData, kept: int) -> str:
        """What of a pasted text goes in here, beside the ``kept`` characters; several cells go another way."""
        from_table = source.hasHtml() and "<td" in source.html().lower()
        # Imported when something is pasted.
        from ui.form.paper.pasting import cells_of, cut

        cells = cells_of(source.text(), self.blanks[blank_id], from_table)
        if len(cells) > 1:
            self.cells_pasted.emit(blank_id, cells)
            return ""
        text = cut(cells[0], MOST_CHARACTERS - kept)
        if text != cells[0]:
            self.paste_cut.emit(blank_id)
        return text

    def focus_blank(self, blank_id: str) -> None:
        """Go to a blank."""
        self._editor(blank_id).setFocus(Qt.FocusReason.TabFocusReason)

    def show_end(self, blank_id: str) -> None:
        """Put the cursor behind a blank's text."""
        if blank_id in self._editors:
            self._editors[blank_id].show_end()

    def focused_blank(self) -> str:
        """The id of the blank that has the focus, else an empty string."""
        return next((blank_id for blank_id, editor in self._editors.items() if editor.hasFocus()), "")

    # Drawing ----------------------------------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        theme, desk = self._theme, self.metrics.desk
        page = QRectF(self.rect().adjusted(desk, desk, -desk, -desk))
        painter.fillRect(event.rect(), QColor(theme.desk))
        painter.fillRect(page & QRectF(event.rect()), QColor(theme.paper))
        painter.setPen(QPen(QColor(theme.line), 1))
        painter.drawRect(page.adjusted(0, 0, -1, -1))
        painter.translate(desk, desk)
        clip = QRectF(event.rect()).translated(-desk, -desk)
        self._draw_fields(painter, event.rect())
        ink = QColor(theme.ink)
        for box, area in self.layout_of_sheet.boxes:
            if area.intersects(clip):
                box.draw(painter, area.topLeft(), clip, ink)
        draw_rules(painter, self.layout_of_sheet.tables, theme, clip)

    def _draw_fields(self, painter: QPainter, clip: QRect) -> None:
        desk, focused = self.metrics.desk, self.focused_blank()
        for blank_id, rect in self.rects.items():
            if rect.adjusted(-3, -3, 3, 3).intersects(clip):
                self._draw_field(
                    painter, blank_id, QRectF(rect.translated(-desk, -desk)), blank_id == focused
                )

    def _draw_field(self, painter: QPainter, blank_id: str, rect: QRectF, focused: bool) -> None:
        """A blank's ground and its base line: quiet, in the accent colour with the focus, coloured where it is wrong."""
        theme = self._theme
        finding = self._findings.get(blank_id)
        severity = finding.severity if finding and not finding.confirmed else None
        source = self._filled.get(blank_id, EMPTY).source
        ground = QColor(theme.accent)
        ground.setAlpha(14)
        line, width = QColor(theme.line), 1.0
        if source is not Source.TYPED:
            ground = QColor(theme.source_tint)
        if severity is Severity.ERROR:
            ground, line, width = QColor(theme.error_background), QColor(theme.error), 2.0
        elif severity is Severity.WARNING:
            ground, line, width = QColor(theme.warning_background), QColor(theme.warning), 2.0
        if focused:
            width = 2.0
            line = line if severity in (Severity.ERROR, Severity.WARNING) else QColor(theme.focus)
        painter.fillRect(rect, ground)
        painter.fillRect(QRectF(rect.left(), rect.bottom() - width, rect.width(), width), line)
        if focused:
            painter.setPen(QPen(line, 1))
            painter.drawRect(rect.adjusted(0.5, 0.5, -0.5, -0.5))
        self._draw_marks(painter, blank_id, rect)

    def _draw_marks(self, painter: QPainter, blank_id: str, rect: QRectF) -> None:
        """A quiet dot where something required is still missing; a small arrow at a choice."""
        blank = self.blanks[blank_id]
        is_missing = blank.required and blank_id not in self._findings and not self.text(blank_id).strip()
        if not is_missing and not blank.choices:
            return
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        if is_missing:
            painter.setBrush(QColor(self._theme.accent))
            painter.drawEllipse(QPointF(rect.right() - 7, rect.top() + 7), 2.4, 2.4)
        if blank.choices:
            painter.setPen(QPen(QColor(self._theme.muted), 1.4))
            x, y = rect.right() - 12, rect.center().y() - 1
            painter.drawPolyline([QPointF(x - 4, y - 2), QPointF(x, y + 2), QPointF(x + 4, y - 2)])
        painter.restore()
