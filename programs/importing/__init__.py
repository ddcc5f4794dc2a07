"""Documents of the 施策集 kind into drafts: `reading` reads a text without Django, `proposal` holds what it
found against the catalog, `confirming` writes what the editor confirmed. See docs/importing.md.
"""
