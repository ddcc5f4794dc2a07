"""How ministry staff sign in: django-allauth in front of the admin, second factors, limits, sessions, log."""
