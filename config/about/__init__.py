"""What a public site owes its readers besides its subject: policies, help, contact, the map of the site."""
