"""Who may do what. Pure: it reads no table, file or clock."""
