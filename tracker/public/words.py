"""How Walkback says things to readers: kinds, statuses and lengths of time in plain words. Pure."""

from datetime import timedelta

# What each kind of entry does to a claim, as it follows a name: "Mark Milley takes it back".
KINDS = {
    "asserted": "asserts it",
    "repeated": "repeats it",
    "confirmed": "confirms it",
    "denied": "denies it",
    "disputed": "disputes it",
    "clarified": "comments on it",
    "corrected": "corrects it",
    "retracted": "takes it back",
    "deleted": "deletes it",
    "reaffirmed": "stands by it",
    "found": "finds",
}
AGAINST_AGAIN = "denies it again"

KIND_MEANINGS = {
    "asserted": "Somebody puts the claim up. This alone leaves it unverified.",
    "repeated": "Somebody passes it on without vouching for it. It adds nothing to the status.",
    "confirmed": "Somebody vouches for it. This counts as support.",
    "reaffirmed": "Somebody who spoke before says the same again, for it or against it.",
    "denied": "Somebody says that it is not so. This stands against it.",
    "disputed": "Somebody doubts it without saying the opposite. This stands against it, but is not a denial.",
    "clarified": "Somebody explains their words, or speaks of it without taking a side. It moves nothing.",
    "corrected": "A statement or an article is corrected; what it said no longer counts.",
    "retracted": "A statement or an article is taken back. When no assertion is left, the claim is retracted.",
    "deleted": "A statement or an article is removed. What it said no longer counts, but removal is no denial.",
    "found": "The desk publishes its own judgement, with reasons. It decides until something else happens.",
}

STATUS_MEANINGS = {
    "unverified": "It has been said. Nobody has confirmed it and nobody stands against it.",
    "confirmed": "Somebody vouches for it and nobody stands against it.",
    "disputed": "Some stand for it and others against it, or it is doubted without a plain denial.",
    "denied": "It is denied and nobody stands for it.",
    "retracted": "Whoever made it took it back, and no assertion of it is left standing.",
    "upheld": "The desk examined it and found that the evidence supports it.",
}

STANCES = {
    "asserts": "asserts it",
    "attributes": "attributes it to somebody",
    "disputes": "disputes it",
    "corrects": "corrects it",
    "observes": "reports on it without taking it up",
}

RATINGS = {
    "supported": "Supported by the evidence",
    "mixed": "Partly supported",
    "unproven": "Not proven",
    "refuted": "Refuted by the evidence",
}

REASONS = {
    "issued by mistake": "it was issued by mistake",
    "unsigned draft": "it was an unsigned draft",
    "poorly worded": "it was poorly worded",
    "factual error": "it contained a factual error",
    "wrong attribution": "it was attributed to the wrong source",
    "superseded by events": "events had overtaken it",
    "source withdrew": "its source withdrew it",
    "not given": "no reason was given",
}

# A relation as it reads on the page of the claim that has it, with the other claim after it.
RELATIONS = {
    "contradicts": "It contradicts",
    "narrows": "It is a narrower form of",
    "repeats": "It repeats",
    "merged into": "It was merged into",
}

MEDIUMS = {
    "fetched": "Fetched from its address",
    "handed in": "Handed in as a file",
    "stand-in": "Our own note of a page that we may not republish",
}


def length_of(duration):
    """Return a length of time in its largest fitting unit: "4 min", "19 h", "3 days", "5 wk.", "8 mo.", "2 yr."."""
    minutes = round(duration / timedelta(minutes=1))
    if minutes < 90:
        return f"{minutes} min"
    hours = round(minutes / 60)
    if hours < 36:
        return f"{hours} h"
    days = round(minutes / 1440)
    if days < 21:
        return f"{days} days"
    if days < 75:
        return f"{round(days / 7)} wk."
    if days < 720:
        return f"{round(days / 30.44)} mo."
    return f"{round(days / 365.25)} yr."


def shortened(text, length):
    """Return `text` in at most `length` characters, with an ellipsis when something is left out."""
    return text if len(text) <= length else text[: length - 1].rstrip(" ,") + "…"
