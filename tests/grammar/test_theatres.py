"""Which theatre a text is about: markers stand as they are written."""

from __future__ import annotations

import pytest

from rasd.grammar.passage import Passage
from rasd.grammar.theatres import recognise_theatres
from rasd.lexicon import Lexicon


@pytest.mark.parametrize(
    ("text", "theatres"),
    [
        ("انفجار في الموصل", ("iraq",)),
        ("انفجار في حديثة", ("iraq",)),
        ("افتتح المتحف قاعة للفنون الحديثة", ()),  # modern, not the town of حديثة
        ("قالت الوزيرة سابين كولر", ()),  # no أبين behind the particle of the future
        ("اشتباكات في أبين", ("yemen",)),
    ],
)
def test_a_marker_stands_as_it_is_written(text: str, theatres: tuple[str, ...]) -> None:
    lexicon = Lexicon.load()
    assert recognise_theatres(Passage.of(text, lexicon), None, tuple(lexicon.theatres)) == theatres
