"""Licences of what runs on the server: the direct dependencies of pyproject.toml, as a test holds."""

SOFTWARE = (
    ("defusedxml", "PSF-2.0"),
    ("Django", "BSD-3-Clause"),
    ("django-allauth", "MIT"),
    ("django-csp", "BSD-3-Clause"),
    ("django-environ", "MIT"),
    ("django-filter", "BSD-3-Clause"),
    ("django-ninja", "MIT"),
    ("gunicorn", "MIT"),
    ("Jinja2", "BSD-3-Clause"),
    ("numpy", "BSD-3-Clause"),
    ("openpyxl", "MIT"),
    ("orjson", "MPL-2.0 AND (Apache-2.0 OR MIT)"),
    ("psycopg", "LGPL-3.0-only"),
    ("pydantic", "MIT"),
    ("pyroaring", "MIT"),
    ("PyYAML", "MIT"),
    ("RapidFuzz", "MIT"),
    ("segno", "BSD-3-Clause"),
    ("whitenoise", "MIT"),
)
