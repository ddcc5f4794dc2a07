"""Other engines over the same rows, each given its best fair chance."""
