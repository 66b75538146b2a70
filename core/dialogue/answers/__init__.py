"""How each family of commands is answered: one file per screen family, named like the screens."""
