"""Takes the manual's pictures from the program itself; run it again whenever the window has changed.

    .venv/bin/python docs/manual/take_pictures.py

It works without a screen, on data of its own, and writes ``resources/manual/pictures/*.png``: every page in light, dark and at
150 %, and the dialogs in light.
"""

from __future__ import annotations

import datetime
import io
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path, PurePosixPath

ROOT = Path(__file__).resolve().parents[2]
PICTURES = ROOT / "resources" / "manual" / "pictures"
sys.path.insert(0, str(ROOT))
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

#: One process a variant: Qt reads its scale factor once.
VARIANTS = {"light": "1", "dark": "1", "150": "1.5"}
TODAY = datetime.date(2020, 6, 3)

PROFILE = {
    "unit.name": "姑苏区平江街道社区卫生服务中心",
    "unit.address": "江苏省苏州市姑苏区平江路100号",
    "liaison.name": "沈若兰",
    "liaison.gender": "女",
    "liaison.position": "安全保卫科科长",
    "liaison.office_phone": "0512-68720101",
    "liaison.fax": "0512-68720102",
}

#: What a check finds: a QQ number with four digits, a mobile number with ten.
MISTAKES = {"qq": "1234", "mobile": "1380005123"}


def take(variant: str) -> None:
    """All pictures of one variant, in one process."""
    from PySide6.QtWidgets import QApplication

    from forms.storage.store import Store
    from forms.values import Filled
    from ui.shell.appearance import Appearance
    from ui.shell.chinese import speak_chinese
    from ui.shell.interface_font import set_interface_font
    from ui.shell.main_window import MainWindow
    from ui.widgets.jobs import BackgroundJobs
    from ui.workspace import Workspace

    app = QApplication(sys.argv[:1])
    app.setStyle("Fusion")
    speak_chinese(app)
    set_interface_font(app)
    with tempfile.TemporaryDirectory() as folder:
        store = Store.open(Path(folder)).store
        jobs = BackgroundJobs()
        workspace = Workspace(store, Path(folder), jobs, today=lambda: TODAY)
        workspace.export_folder = lambda: Path("D:/安全生产月")  # type: ignore[method-assign]
        appearance = Appearance(app, "dark" if variant == "dark" else "light")
        camera = Camera(variant)
        first = MainWindow(workspace, appearance)
        show(first)
        camera.take(first, "first-start")
        first.close()
        prepare(store)
        window = MainWindow(workspace, appearance)
        show(window)
        for key in window.navigation.keys:
            window.show_page(key)
            page = window.page(key)
            if key == "form:liaison":
                camera.take(window, "liaison")
                page.session.fill({name: Filled(text) for name, text in MISTAKES.items()}, "edit")
                page.check_all()
                camera.take(window, "liaison-checked")
                page.close()
            elif key == "form:statistics":
                camera.take(window, "statistics")
                if variant == "light":
                    take_dialogs(page, camera)
            else:
                camera.take(window, key)
        hand_in(window, store, camera)
        if variant == "light":
            camera.take_modal(fax_preview(window, store, appearance.theme, jobs).open, "fax-preview")
        window.close()
        jobs.finish()
        store.close()


def show(window: object) -> None:
    """As on a small screen of 1280 × 720 points, whatever the scale."""
    from PySide6.QtTest import QTest

    window.resize(round(1280 / window.devicePixelRatioF()), round(720 / window.devicePixelRatioF()))
    window.show()
    QTest.qWaitForWindowExposed(window)


def prepare(store: object) -> None:
    """A liaison in the middle of the work: the unit known, half the table filled, one number that cannot be."""
    from forms.declared.catalogue import Catalogue
    from forms.values import Filled

    store.first_unit().save_profile(PROFILE)
    store.first_unit().use_notice("gusu-2020")
    store.first_unit().set_setting("notice", "gusu-2020")
    form = Catalogue().form("gusu-2020", "statistics")
    values = {**form.example, "training.sessions": "", "training.people": "265"}
    for blank_id, text in list(values.items())[:46]:
        store.first_unit().write("gusu-2020", "statistics", {blank_id: Filled(text)})


def hand_in(window: object, store: object, camera: Camera) -> None:
    """The way of 附件1: checked, put together, written, sent, recorded, changed afterwards."""
    from PySide6.QtWidgets import QPushButton

    from forms.declared.catalogue import Catalogue
    from forms.values import Filled

    for form in Catalogue().notice("gusu-2020").forms.values():
        store.first_unit().write(
            "gusu-2020", form.id, {key: Filled(text) for key, text in form.example.items()}
        )
    freeze(store)
    store.first_unit().write("gusu-2020", "liaison", {"office_phone": Filled("0512-68720188")})
    window.show_page("settings")
    window.show_page("workbench")
    camera.take(window, "workbench-sent")
    steps = window.findChildren(QPushButton, "step-summary-and-statistics-1")
    weekly = window.findChildren(QPushButton, "step-weekly-material-1")
    for button, name in ((steps, "packet"), (weekly, "packet-weekly")):
        if button and button[-1].text().startswith("报送"):
            camera.take_modal(button[-1].click, name)
    if camera.is_first:
        camera.take_modal(steps[-1].click, "packet-mail", choose_mail)
        take_waiting(window, store, camera)
    window.show_page("record")
    camera.take(window, "record")


def choose_mail(dialog: object) -> None:
    """The packet dialog with the way of the mail chosen and the letter in view."""
    from PySide6.QtWidgets import QScrollArea

    dialog.way_choice.buttons["mail"].click()
    wait(200)
    for area in dialog.findChildren(QScrollArea):
        if area.isAncestorOf(dialog.letter):
            area.ensureWidgetVisible(dialog.letter, 0, 30)


def take_waiting(window: object, store: object, camera: Camera) -> None:
    """A packet that was written and not confirmed: the workbench that reminds of it, and the question; then it is given up."""
    from PySide6.QtWidgets import QPushButton

    from forms.declared.catalogue import Catalogue
    from forms.notice.due import occurrences

    notice = Catalogue().notice("gusu-2020")
    occurrence = occurrences(notice)[-1]
    contents, files = packet_of(store, notice, occurrence, "statistics")
    unit = store.first_unit()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"{PROFILE['unit.name']}_{occurrence.obligation.what}_{occurrence.due}.eml"
        path.write_bytes(bytes(sum(len(file.content) for file in files)))
        unit.keep_pending(
            contents,
            files,
            way="mail",
            folder=PurePosixPath("D:/安全生产月"),
            paths=[path],
            recipient=occurrence.obligation.recipient,
            sender="沈若兰",
        )
        window.show_page("settings")
        window.show_page("workbench")
        name = f"step-{occurrence.obligation.id}-{occurrence.number}"
        camera.take_modal(window.findChildren(QPushButton, name)[-1].click, "packet-waiting")
    unit.discard_pending(notice.id, occurrence.key)


def fax_preview(window: object, store: object, theme: object, jobs: object) -> object:
    """The statistics table as a fax machine will receive it."""
    from exporters.fax.fax import make_fax
    from exporters.pdf.export import draw_pdf
    from exporters.pdf.style import FAX_STYLE_FINE
    from exporters.pdfium.reading import PdfSource
    from forms.declared.catalogue import Catalogue
    from forms.form.document import make_document
    from ui.handing_in.fax_preview import FaxPreviewDialog

    notice = Catalogue().notice("gusu-2020")
    document, _ = make_document(
        notice.forms["statistics"],
        store.first_unit().filing("gusu-2020", "statistics"),
        notice_title=notice.title,
        period_first=notice.period.first,
    )
    fax = make_fax([PdfSource("统计表.pdf", draw_pdf(document.printed, style=FAX_STYLE_FINE))])
    return FaxPreviewDialog(fax.data, (), theme, jobs, window)


def freeze(store: object) -> None:
    """A packet as it went: the liaison form as PDF and a plan."""
    from forms.channel import Channel
    from forms.declared.catalogue import Catalogue
    from forms.notice.due import occurrences
    from forms.packet import DispatchFacts

    notice = Catalogue().notice("gusu-2020")
    occurrence = occurrences(notice)[0]
    contents, files = packet_of(store, notice, occurrence, "liaison")
    when = datetime.datetime(2020, 6, 3, 15, 20).astimezone()
    unit = store.first_unit()
    unit.keep_pending(contents, files, way="mail")
    facts = DispatchFacts(Channel.EMAIL, occurrence.obligation.recipient, "沈若兰", when)
    unit.confirm_pending(notice.id, occurrence.key, facts)


def packet_of(store: object, notice: object, occurrence: object, form_id: str) -> tuple[object, list[object]]:
    """A packet with one form as PDF and a plan: what it says about itself, and its files."""
    from exporters.registry import export
    from forms.file_role import FileRole
    from forms.form.document import make_document
    from forms.packet import Contents, NewFile, freeze_form

    form = notice.forms[form_id]
    filing = store.first_unit().filing(notice.id, form_id)
    document, _ = make_document(form, filing, notice_title=notice.title, period_first=notice.period.first)
    contents = Contents(
        notice_id=notice.id,
        notice_title=notice.title,
        obligation_id=occurrence.obligation.id,
        what=occurrence.obligation.what,
        number=occurrence.number,
        due=occurrence.due,
        forms=(freeze_form(form, filing),),
    )
    files = [
        NewFile(f"{form.name}.pdf", export(document, ".pdf"), FileRole.FORM, form_id),
        NewFile("活动方案.txt", "活动方案".encode()),
    ]
    return contents, files


def take_dialogs(page: object, camera: Camera) -> None:
    page.check_all()
    camera.take(page.window(), "statistics-checked")
    for signal, name in (
        (page.export_requested, "export"),
        (page.preview_requested, "preview"),
    ):
        camera.take_modal(signal.emit, name)
    camera.take_modal(page._show_history, "history")


def wait(milliseconds: int) -> None:
    """Let the window live for a while. QTest.qWait would hold Python's lock and starve the background work."""
    from PySide6.QtCore import QEventLoop, QTimer

    loop = QEventLoop()
    QTimer.singleShot(milliseconds, loop.quit)
    loop.exec()


class Camera:
    """Writes pictures with few colours, so that the manual stays small."""

    def __init__(self, variant: str) -> None:
        self.is_first = variant == "light"
        self._suffix = "" if variant == "light" else f"-{variant}"

    def take(self, widget: object, name: str) -> None:
        wait(250)
        self._write(widget, name)

    def take_modal(
        self, act: Callable[[], object], name: str, prepare: Callable[[object], None] = lambda dialog: None
    ) -> None:
        """A picture of the dialog that ``act`` opens, after ``prepare``; the dialog is closed afterwards."""
        from PySide6.QtCore import QTimer
        from PySide6.QtWidgets import QApplication, QDialog

        taken: list[bool] = []
        others = {widget for widget in QApplication.topLevelWidgets() if widget.isVisible()}

        def look() -> None:
            dialogs = [
                widget
                for widget in QApplication.topLevelWidgets()
                if isinstance(widget, QDialog) and widget.isVisible() and widget not in others
            ]
            if dialogs and not dialogs[-1].metaObject().className().endswith("ProgressDialog"):
                timer.stop()
                wait(800)
                prepare(dialogs[-1])
                self.take(dialogs[-1], name)
                taken.append(True)
                dialogs[-1].close()

        timer = QTimer()
        timer.timeout.connect(look)
        timer.start(400)
        act()
        for _ in range(50):
            if not taken:
                wait(200)
        timer.stop()
        if not taken:
            raise SystemExit(f"the dialog “{name}” never came")

    def _write(self, widget: object, name: str) -> None:
        from PIL import Image
        from PySide6.QtCore import QBuffer, QIODevice

        buffer = QBuffer()
        buffer.open(QIODevice.OpenModeFlag.WriteOnly)
        widget.grab().save(buffer, "PNG")
        image = Image.open(io.BytesIO(bytes(buffer.data().data()))).convert("RGB")
        image.quantize(96, dither=Image.Dither.NONE).save(
            PICTURES / f"{name}{self._suffix}.png", optimize=True
        )


def main() -> None:
    if len(sys.argv) == 2:
        take(sys.argv[1])
        return
    PICTURES.mkdir(exist_ok=True)
    for variant, scale in VARIANTS.items():
        environment = {**os.environ, "QT_SCALE_FACTOR": scale}
        subprocess.run([sys.executable, __file__, variant], env=environment, check=True)
    print(f"{len(list(PICTURES.glob('*.png')))} pictures in {PICTURES}")


if __name__ == "__main__":
    main()
