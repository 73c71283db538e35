"""What an editor types, checked: each field that is wrong says so in one sentence, and everything typed is kept."""
