"""Other people's formats and tools. Each is an optional extra, imported where it is used."""
