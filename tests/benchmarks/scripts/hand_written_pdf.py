"""Times our PDF in process against reportlab code written by hand that draws the same lines at the same places.

Both embed the same subset fonts; the hand-written one is given every line's place and breaks, measures and lays out
nothing. Prints two columns in milliseconds, ours and the hand-written one, a row a round.
"""

import io
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[3]))

from reportlab.pdfgen.canvas import Canvas

from exporters.fonts.embedding import FontUse, embedded
from exporters.pdf.export import export, fonts
from exporters.pdf.layout import lay_out
from forms.declared.catalogue import Catalogue
from forms.form.document import make_document
from forms.form.filing import Filing
from forms.values import Filled

ROUNDS = 15

notice = Catalogue().notice("gusu-2020")
form = notice.forms["statistics"]
filing = Filing(notice.id, form.id, {blank_id: Filled(text) for blank_id, text in form.example.items()})
document, _ = make_document(form, filing, notice_title=notice.title, period_first=notice.period.first)
pages = lay_out(document.printed, fonts())
# Plain tuples, as a person would have written them down.
drawing = [
    (
        [
            (rule.x1, page.height - rule.y1, rule.x2, page.height - rule.y2, rule.thickness)
            for rule in page.rules
        ],
        [(text.x, page.height - text.y, text.text, text.role, text.size) for text in page.texts],
    )
    for page in pages
]
faces = {role: fonts().typeface(role).font for role in ("title", "body", "heading")}


def hand_written() -> bytes:
    """The same pages from the tuples."""
    target = io.BytesIO()
    use = FontUse()
    use.add(faces["body"], " ")
    for _, texts in drawing:
        for _, _, text, role, _ in texts:
            use.add(faces[role], text)
    with embedded(use) as names:
        canvas = Canvas(target, pdfVersion=(1, 7), invariant=1, initialFontName=names[faces["body"]])
        for rules, texts in drawing:
            for x1, y1, x2, y2, thickness in rules:
                canvas.setLineWidth(thickness)
                canvas.line(x1, y1, x2, y2)
            for x, y, text, role, size in texts:
                canvas.setFont(names[faces[role]], size)
                canvas.drawString(x, y, text)
            canvas.showPage()
        canvas.save()
    return target.getvalue()


for _ in range(ROUNDS):
    start = time.perf_counter()
    export(document)
    middle = time.perf_counter()
    hand_written()
    print(f"{1000 * (middle - start):.2f} {1000 * (time.perf_counter() - middle):.2f}")
