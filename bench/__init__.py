"""How fast the search is beside other engines, at sizes that the catalog does not have yet."""
