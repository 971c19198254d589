"""Small cases of what reports mean: what their account must say and must never say."""
