"""The desk's pages. Each view: method guard, access guard, load, rule, render."""
