"""Tables of people, as Django keeps track of them."""
