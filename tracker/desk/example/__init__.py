"""The worked example: its facts (TOML), the reader of them, and how they go through the doors of the desk."""
