"""What is read of happenings, passages and figures in our own labelled reports."""
