"""Makes the small models right of the bar: which incidents are one, what is worth a card, what is disputed."""
