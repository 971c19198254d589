"""How work is run anywhere, kept on disk and looked up.

Never here: the word "document" in `engine`; rules about text.
"""
