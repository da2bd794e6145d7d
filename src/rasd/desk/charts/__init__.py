"""Charts: what is selected over time and by who, what and with what, drawn by the server; and where coverage has gaps."""
