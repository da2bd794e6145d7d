"""What every exported file says of itself: that it tells of reports, by which rules it counts, what it leaves out."""

from __future__ import annotations

from rasd import __version__
from rasd.export.exchange.format import ExchangeFormat, said
from rasd.export.exchange.options import ExportOptions, Language
from rasd.model import Text

__all__ = ["ORIGIN", "WATERMARK", "in_language", "notes_of"]

ORIGIN = f"rasd {__version__}"
WATERMARK = said(
    "مختلق: حادثة لم تقع، للتجربة فقط", "SYNTHETIC: invented, for testing only, nothing of it happened"
)
_REPORTED = said(
    "تنقل السجلات ما أوردته التقارير؛ والفاعلون مزعومون، ولا تثبت هذه البيانات مسؤولية أحد.",
    "Rows tell what was reported; perpetrators are alleged, and nothing here establishes anybody's responsibility.",
)
_GRADES = said(
    "الدرجة المقترحة يضعها البرنامج بقاعدة معلنة، والدرجة المقررة يضعها شخص.",
    "A proposed grade is the software's by a printed rule; a decided one is a person's.",
)
_LEFT_OUT = {
    "names": said(
        "أسماء الضحايا والشهود والمصادر المحلية محجوبة.",
        "Names of victims, witnesses and local sources are left out.",
    ),
    "internal": said(
        "الملاحظات الداخلية وأسماء المراجعين وأسبابهم محجوبة.",
        "Internal notes, reviewers' names and their reasons are left out.",
    ),
    "points": said(
        "إحداثيات المستشفيات والمخيمات والإغاثة وفرق الإنقاذ مقرّبة إلى نحو عشرة كيلومترات.",
        "Points of hospitals, camps, aid and rescue teams are coarsened to about ten kilometres.",
    ),
    "texts": said("نصوص الوثائق محجوبة.", "Words of the documents are left out."),
}


def in_language(text: Text, language: Language) -> str:
    """Return the words of one language."""
    return text.ar if language == "ar" else text.en


def notes_of(form: type[ExchangeFormat] | ExchangeFormat, options: ExportOptions) -> list[str]:
    """Return the notes of a file, in the language of the export, the watermark first."""
    rule_set = options.rule_set
    told = [
        *([WATERMARK] if options.is_synthetic else []),
        _REPORTED,
        _GRADES,
        said(
            f"قاعدة العد {rule_set.name}: {rule_set.title.ar}.",
            f"Counted by {rule_set.name}: {rule_set.title.en}.",
        ),
        *(text for name, text in _LEFT_OUT.items() if name not in options.include),
        *form.cannot_carry,
    ]
    return [in_language(text, options.language) for text in told]
