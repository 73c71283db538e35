"""An article, a hundred edits to it that say nothing, and edits of one sentence that do. All made up for the tests."""

ARTICLE = """\
By Ruth Calder

3 hours ago

OSLO — A letter circulated to shipping agents on Wednesday says the government will halt all grain exports from Monday.

The letter, which carries the name of Deputy Minister Ingrid Solheim, tells agents that “all grain exports will be \
suspended until further notice.”

Trade Minister Lars Bakken told reporters that no decision had been made to suspend exports. “There is no such \
decision,” Bakken said.

Two ships with 1,200 tonnes of wheat were held in the harbour for nine hours, the port authority said. It may take \
until Friday to clear the queue.

The grain ship Marit in Bergen harbour. Photograph: Nils Aas/AP

Gen. Anna Holm, who heads the ministry's logistics corps, said the letter was a mistake. Farmers don't know whom to \
believe.

The ministry's labour union has apologised to its members.

Read more: What the harbour costs

14 comments"""

_LINES = """\
Read more: Grain at sea
Read also: The harbour at night
See also: Ships of the north
Related: Wheat and weather
Related stories
Recommended for you
Most read
Trending now
More on this story
More from Norway
Editors' picks
You may also like: A walk in Bergen
Up next: The weather
Sign up for our morning newsletter.
Sign in to comment.
Subscribe now for full access.
Register now for free.
Join the conversation.
Get the latest news in your inbox every morning.
Follow us on Facebook and Instagram.
Follow Ruth Calder on Twitter.
Share this article
Share on WhatsApp
Tweet this
Email this to a friend
Print this page
Save this article
Click here to see all pictures.
Listen now
Listen to this article
Watch live
Watch: Ships leave the harbour
Play video
Download our app today.
Support our journalism from as little as one euro.
Donate
Advertisement
Sponsored content
Newsletter
Continue reading below
Story continues below advertisement
Skip to main content
Back to top
View comments
Show more
Leave a comment
Comments (212)
What to read next
In this article:
Tags: exports
Filed under: Business
Live updates
Got a tip? Write to our newsroom.
Contact the author at news@ledger.example.
Send us your photos of the harbour.
© 2021 The Daily Ledger
Copyright 2021 The Daily Ledger. All rights reserved.
All rights reserved.
This site uses cookies.
We use cookies to improve your experience.
Terms of use
Privacy policy
This article was originally published in The Daily Ledger.
Reporting by Ruth Calder; editing by Tom Brandt
Additional reporting by Nils Aas in Bergen.
Photographs by Nils Aas
Thank you for reading.
You have 3 free articles left this month.
Updated 14:05
Last updated at 4:20 pm on March 3, 2021
Published March 3, 2021
Wed 3 Mar 2021 16.20 GMT
March 3, 2021
Photo: Nils Aas
Image source: Getty Images
A ship leaves the harbour on Tuesday. (AP Photo/Nils Aas)
1,204 shares
3 min read
Business
World news"""

_REWORDINGS = [
    ("3 hours ago", "4 hours ago"),
    ("3 hours ago", "1 day ago"),
    ("14 comments", "127 comments"),
    ("By Ruth Calder", "By Ruth Calder and Nils Aas"),
    ("“There is no such decision,”", '"There is no such decision,"'),
    ("ministry's", "ministry’s"),
    ("OSLO —", "OSLO -"),
    ("Two ships", "2 ships"),
    ("1,200 tonnes", "1200 tonnes"),
    ("nine hours", "9 hours"),
    ("Gen. Anna", "General Anna"),
    ("don't", "do not"),
    ("labour", "labor"),
    ("apologised", "apologized"),
    ("Trade Minister Lars Bakken told", "Trade minister Lars Bakken told"),
    ("circulated", "circulatted"),
    ("Bakken said.", "said Bakken."),
    ("Monday.\n\nThe letter", "Monday.\n\n\nThe letter"),
    ("Photograph: Nils Aas/AP", "Photograph: Nils Aas/Reuters"),
    ("\n\nRead more: What the harbour costs", ""),
]

# The article again, a hundred times, each time with one edit that says nothing.
BOILERPLATE = [
    *(ARTICLE.replace("\n\nGen. Anna", f"\n\n{line}\n\nGen. Anna") for line in _LINES.splitlines()),
    *(ARTICLE.replace(old, new) for old, new in _REWORDINGS),
]

# (what stood in a sentence, what stands there now, the kind of reason).
MATERIAL = [
    ("1,200 tonnes", "1,900 tonnes", "number"),
    ("Two ships", "Three ships", "number"),
    ("nine hours", "hours", "number"),
    ("from Monday", "from Tuesday", "date"),
    ("until Friday", "until noon", "date"),
    ("no decision had been made", "a decision had been made", "negation"),
    ("will halt all", "will not halt all", "negation"),
    ("Farmers don't know", "Farmers know", "negation"),
    ("Ingrid Solheim", "Astrid Solheim", "name"),
    ("Anna Holm", "Hanna Holm", "name"),
    ("the port authority said", "the port authority confirmed", "attribution"),
    (", the port authority said", "", "attribution"),
    ("It may take", "It will take", "hedge"),
    ("was a mistake", "was apparently a mistake", "hedge"),
    ("“There is no such decision,” Bakken said.", "There is no such decision, Bakken said.", "quotation"),
    ("“There is no such", "“There was no such", "wording"),
    ("says the government will halt", "suggests the government will halt", "attribution"),
    ("a mistake", "a forgery", "wording"),
    ("apologised to its members", "apologised to the minister", "wording"),
    ("told reporters", "told the king", "wording"),
    ("halt all grain exports", "halt some grain exports", "wording"),
    (" It may take until Friday to clear the queue.", "", "removed"),
    (" Farmers don't know whom to believe.", "", "removed"),
    ("\n\nThe ministry's labour union has apologised to its members.", "", "removed"),
]
