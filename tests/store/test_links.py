"""What the linker remembers is found by neighbourhood, and forgotten whole."""

from __future__ import annotations

from rasd.store import Store


def test_reports_are_found_under_their_neighbourhoods(store: Store) -> None:
    store.links.put(
        [("a#r1", "traits a", [1, 2, 2]), ("b#r1", "traits b", [2, 4_000_000_000]), ("c#r1", "traits c", [])]
    )
    assert store.links.found_under([2]) == {"a#r1": "traits a", "b#r1": "traits b"}
    assert store.links.found_under([4_000_000_000, 99]) == {"b#r1": "traits b"}
    assert store.links.traits(["c#r1", "d#r1"]) == {"c#r1": "traits c"}


def test_pairs_are_kept_once_whichever_way_round(store: Store) -> None:
    store.links.put([(key, "", []) for key in ("a#r1", "b#r1", "c#r1")])
    store.links.put_pairs([("b#r1", "a#r1", 1.5), ("b#r1", "c#r1", -2.0)])
    store.links.put_pairs([("a#r1", "b#r1", 2.5)])
    assert store.links.pairs_of(["b#r1"]) == {("a#r1", "b#r1"): 2.5, ("b#r1", "c#r1"): -2.0}
    assert store.links.pairs_of(["b#r1", "c#r1"], above=0) == {("a#r1", "b#r1"): 2.5}


def test_what_is_put_again_or_dropped_forgets_its_pairs(store: Store) -> None:
    store.links.put([("a#r1", "old", [1]), ("b#r1", "", [1])])
    store.links.put_pairs([("a#r1", "b#r1", 1.0)])
    store.links.put([("a#r1", "new", [3])])
    assert store.links.pairs_of(["b#r1"]) == {} and store.links.found_under([1, 3]) == {
        "a#r1": "new",
        "b#r1": "",
    }
    store.links.drop(["a#r1", "b#r1"])
    assert store.links.found_under([1, 3]) == {}
