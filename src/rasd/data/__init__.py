"""The words, shapes, actors and places of Rasd, as YAML and TSV; see ``rasd.lexicon`` for the way in."""
