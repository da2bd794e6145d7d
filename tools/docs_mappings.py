"""``docs/exchange/<format>.md``: each format field by field, and what it cannot carry, from the exporters themselves."""

from __future__ import annotations

from docs_tables import GENERATED, table
from rasd.export.exchange import EXCHANGE_FORMATS, ExchangeFormat
from rasd.export.exchange.tables import kind_code
from rasd.model import terms

INTRO = (
    "What stands in each field and where it comes from (fields of [the schema](../schema.md); `rule set`: one number by"
    " the rule set that `--rules` names). The class says what is left of a field in a public export:"
    " [exchange](../exchange.md#what-may-leave)."
)
CODES = {
    "acled": "Kinds and ACLED's codes, from `data/vocab/kinds.yaml`; what the actor's type, the weapon or the harm chooses"
    " beside the kind stands in `src/rasd/export/templates/exchange/acled.yaml`. A kind without code is left out of the"
    " file and counted on the terminal.",
    "plover": "Kinds and PLOVER's codes, from `data/vocab/kinds.yaml`; contexts and actors' sectors stand in"
    " `src/rasd/export/templates/exchange/plover.yaml`. A kind without code is left out of the file and counted on the"
    " terminal.",
}


def pages() -> dict[str, str]:
    """Return a page for every format."""
    return {f"docs/exchange/{form.name}.md": _page(form) for form in EXCHANGE_FORMATS}


def _page(form: type[ExchangeFormat]) -> str:
    lines = [f"# {form.title.en}", "", GENERATED, "", f"{form.title.ar}. {_command(form)}", ""]
    defined = f"[{form.definition}]({form.definition})" if form.definition else "Rasd itself"
    lines += [f"Defined by {defined}. {INTRO}", ""]
    lines += table(
        ("field", "from", "what it is", "ما هو", "class"),
        [
            (f"`{one.column}`", _cell(one.source), _cell(one.meaning.en), _cell(one.meaning.ar), one.privacy)
            for one in form.fields
        ],
    )
    lines += ["", "## What it cannot carry", ""]
    lines += [f"- {text.en} {text.ar}" for text in form.cannot_carry] or ["Nothing is lost."]
    if form.name in CODES:
        lines += ["", "## Kinds", "", CODES[form.name], ""]
        lines += table(
            ("kind", "code"),
            [(f"`{kind}`", kind_code(kind, form.name) or "none: left out") for kind in terms("kinds")],
        )
    return "\n".join([*lines, ""])


def _command(form: type[ExchangeFormat]) -> str:
    needs = f" It needs `rasd[{form.needs}]`." if form.needs else ""
    return f"`rasd export --format {form.name} --output FILE.{form.extension}`.{needs}"


def _cell(text: str) -> str:
    return text.replace("|", "\\|")
