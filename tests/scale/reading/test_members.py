"""Members unpacked one at a time: the same pages as out of a stream, and whatever is odd is left to the stream."""

from __future__ import annotations

import gzip
import io
import random
import re
from collections.abc import Callable

import pytest

from rasd.collection.metered import Metered
from rasd.scale.reading import members as room
from rasd.scale.reading import warc
from rasd.scale.reading.members import Members
from warc_bytes import http, numbers, opened, packed, record

MAGIC = b"\x1f\x8b\x08"
interpreted = pytest.mark.skipif(
    not (warc.__file__ or "").endswith(".py"),
    reason="puts something in the place of what compiled code calls",
)
FIVE = [record(number) for number in range(5)]


def given(data: bytes) -> tuple[list[tuple[int, bytes]], Members]:
    """Return what is given member by member, with where each begins."""
    members = Members(Metered(io.BytesIO(data)))
    found: list[tuple[int, bytes]] = []
    while piece := members.read(100):
        at = members.frame_start_position()
        if found and found[-1][0] == at:
            found[-1] = (at, found[-1][1] + piece)
        else:
            found.append((at, piece))
    return found, members


def test_gives_whole_members_up_to_the_last_one() -> None:
    found, members = given(packed(FIVE))
    sizes = [len(gzip.compress(one, mtime=0)) for one in FIVE]
    assert found == [(sum(sizes[:number]), FIVE[number]) for number in range(3)]
    assert (members.stopped, members.odd) == (sum(sizes[:3]), sum(sizes[:4])), (
        "how a file ends is the stream's"
    )


def test_reads_little_ahead_at_first_and_more_as_it_goes_well() -> None:
    stream = io.BytesIO(packed([record(number, http(b"%d" % number * 40)) for number in range(20_000)]))
    members = Members(Metered(stream))
    ahead = []
    for at in range(20_000 - 2):
        members.read()
        if at % 2_000 == 0:
            ahead.append(stream.tell() - members.frame_start_position())
    assert ahead[0] < 40_000, "where every other member is odd, this is read again and again"
    assert max(ahead) > 10 * ahead[0]


def test_a_magic_number_within_a_member_does_not_end_it() -> None:
    held = record(1, http(b"<html>" + MAGIC * 2 + b"</html>"))
    data = packed(FIVE[:1]) + gzip.compress(held, 0, mtime=0) + packed(FIVE)
    assert data.count(MAGIC) == 9
    assert [block for _, block in given(data)[0]][:2] == [FIVE[0], held]


@pytest.mark.parametrize(
    "odd",
    [
        packed(FIVE[1:2])[:-4] + b"\x10\x00\x00\x00",  # says that it is shorter
        packed(FIVE[1:2])[:-8] + b"\0\0\0\0" + packed(FIVE[1:2])[-4:],  # another checksum
        packed(FIVE[1:2]) + b"garbage" * 100,
        packed(FIVE[1:2]) + b"\0" * 300,
        packed([b""]),
        packed([b"\r\n" * 1000]),
        packed([b"WARC/1.0\r\n" + b"a" * 60_000_000]),
        packed(FIVE[1:2])[:60],
    ],
    ids=["size", "checksum", "garbage", "padding", "empty", "blank", "endless", "cut"],
)
def test_stops_before_what_is_odd_and_the_one_before_it(odd: bytes) -> None:
    before = packed(FIVE[:3])
    found, members = given(before + odd + packed(FIVE))
    assert [block for _, block in found] == FIVE[:2]
    assert (members.stopped, members.odd) == (len(packed(FIVE[:2])), len(before))


@interpreted
def test_one_long_member_costs_the_others_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(room, "_MOST", 3000)
    unpacked: list[int] = []
    one_by_one = Members._unpacked

    def watched(self: Members, at: int) -> bytearray | None:
        found = one_by_one(self, at)
        if found is not None:
            unpacked.append(len(found))
        return found

    monkeypatch.setattr(Members, "_unpacked", watched)
    long = record(9, http(b"<html>" + b"a" * 9000))
    pages, asides, _ = opened(packed([*FIVE, long, *FIVE]))
    assert numbers(pages) == [0, 1, 2, 3, 4, 9, 0, 1, 2, 3, 4] and not asides
    assert len(unpacked) == 5 + 4, (
        "behind it, members are unpacked by themselves again; the last is the stream's"
    )


def from_stream(stream: Metered) -> Members:
    """Leave all of a file to the stream."""
    members = Members(stream)
    members.stopped, members.odd = 0, 1 << 60
    return members


Seen = tuple[list[tuple[str, bytes]], list[str], int]


def seen(data: bytes) -> Seen:
    pages, asides, counts = opened(data)
    return [(page.where, page.body) for page in pages], [aside.where for aside in asides], counts.records


@pytest.fixture
def both(monkeypatch: pytest.MonkeyPatch) -> Callable[[bytes], tuple[Seen, Seen]]:
    def of(data: bytes) -> tuple[Seen, Seen]:
        one_by_one = seen(data)
        with monkeypatch.context() as patched:
            patched.setattr(warc, "Members", from_stream)
            return one_by_one, seen(data)

    return of


def damaged(draw: random.Random) -> bytes:
    """Return an archive with whole, joined, lying and broken members."""
    records = [
        record(
            number,
            http(
                b"<html>" + bytes(draw.choices(b"abc <>" + MAGIC, k=draw.choice([0, 5, 200, 5000, 70_000])))
            ),
        )
        for number in range(draw.randint(2, 9))
    ]
    members = [gzip.compress(one, draw.choice([0, 1, 6, 9]), mtime=0) for one in records]
    if draw.random() < 0.3:
        at = draw.randrange(len(members) - 1)
        members[at : at + 2] = [gzip.compress(records[at] + records[at + 1], mtime=0)]
    if draw.random() < 0.2:
        at = draw.randrange(len(members))
        wrong = draw.choice([-5, -1, 1, 5, 300, 100_000])
        lying = re.sub(
            rb"Content-Length: (\d+)",
            lambda found: b"Content-Length: %d" % max(0, int(found[1]) + wrong),
            records[at],
            count=1,
        )
        members[at] = gzip.compress(lying, mtime=0)
    if draw.random() < 0.2:
        between = [b"\0" * 50, b"junk" * draw.randint(1, 300), packed([b""]), packed([b"\r\n" * 1000])]
        members.insert(draw.randrange(len(members) + 1), draw.choice(between))
    data = bytearray(b"".join(members))
    for _ in range(draw.choice([0, 0, 1, 1, 2, 5])):
        at, way = draw.randrange(20, len(data)), draw.random()
        if way < 0.4:
            data[at] = draw.randrange(256)
        elif way < 0.6:
            del data[at : at + draw.randint(1, 400)]
        elif way < 0.8:
            data[at:at] = draw.randbytes(draw.randint(1, 40))
        else:
            del data[at + 1 :]
    return bytes(data)


@interpreted
@pytest.mark.parametrize("seed", range(150))
def test_nothing_is_lost_that_a_stream_gives(both: Callable[[bytes], tuple[Seen, Seen]], seed: int) -> None:
    (pages, asides, records), (of_stream, asides_of_stream, records_of_stream) = both(
        damaged(random.Random(seed))
    )
    assert [page for page in pages if page in of_stream] == of_stream
    assert records >= records_of_stream and set(asides) >= set(asides_of_stream)


@interpreted
def test_records_that_a_wrong_length_swallows_are_found_again(
    both: Callable[[bytes], tuple[Seen, Seen]],
) -> None:
    lying = packed([record(1, length=100_000)])
    broken = bytearray(packed(FIVE[4:]))
    broken[60] ^= 255
    data = packed(FIVE[:1]) + lying + packed(FIVE[2:4]) + bytes(broken) + packed(FIVE[:2])
    one_by_one, of_stream = both(data)
    assert len(of_stream[0]) == 3 and len(one_by_one[0]) == 5
    assert f"a.warc.gz: byte {len(packed(FIVE[:1]))}" in one_by_one[1], "and the record is named that lies"
