"""Training of the fast scorer: examples, vectors of lemmas, linear heads, weights of the package."""
