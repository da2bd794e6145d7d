"""The parts of the HTML report: labels, marks in the text, cards of the records, maps."""
