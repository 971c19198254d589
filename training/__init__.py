"""What makes the files of data/models again; never imported by the package."""
