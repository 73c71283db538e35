"""Four reports written when the rules stood, to see how they do on what they had not met."""

from tests.extract.reports import report

LETTER_EXAMINED = report(
    "'An honest mistake': Joint Chiefs chairman says Iraq withdrawal letter was never meant to go out",
    """
by Nora Kessler, National Security Reporter
| January 06, 2020 06:03 PM

The U.S. military is not leaving Iraq, the Pentagon insisted Monday evening, after a leaked letter from a Marine
general told Iraqi commanders that American troops were on their way out.

Joint Chiefs of Staff Chairman Gen. Mark Milley said that the letter "was a draft" and "should not have been
released," calling it "an honest mistake."

"Poorly worded, implies withdrawal. That's not what's happening," the chairman told reporters during a hastily
arranged off-camera session.

The memo, signed by U.S. Marine Corps Brig. Gen. William Seely and addressed to the deputy director of Iraq's
Combined Joint Operations Command, appeared to confirm that the United States would respect a vote in the Iraqi
parliament to remove foreign forces.

"We respect your sovereign decision to order our departure," it read.

Asked whether the U.S. was withdrawing, Defense Secretary Mark Esper was blunt.

"There's been no decision whatsoever to leave Iraq," he told reporters. "There's no decision to leave, nor did we
issue any plans to leave or prepare to leave."

Esper added that the document was "inconsistent with where we are right now."

The letter's authenticity was initially confirmed by a U.S. military official in Baghdad, who spoke on the condition
of anonymity. An Army spokeswoman tweeted that the letter was real, then removed the tweet.

Sen. Jack Reed of Rhode Island, the top Democrat on the Senate Armed Services Committee, called the episode
"amateur hour."
""",
)

DAM_ALERT = report(
    "Residents flee after false dam warning",
    """
KURSHAB, Monday (Reuters) - A text message warning that the Kurshab dam had burst was sent to 300,000 phones by
mistake, the emergency ministry said, after thousands of people ran for the hills in the dark.

Emergency Minister Daniyar Toktogul told a televised news conference that a trainee had pressed the wrong button. "There
is no breach. The dam is sound," Toktogul said.

The message, which was sent at 4.40 a.m., said: "The Kurshab dam has failed. Move to high ground at once."

Deputy head of the National Hydropower Company Aigul Sadykova confirmed that engineers had found no damage. "We
checked every gate," she said.

But the governor of the region, Bakyt Osmonov, accused the ministry of hiding the truth. "I saw the water rise with my
own eyes," Osmonov wrote on Facebook. He later deleted the post.

A ministry official, speaking on condition of anonymity because an inquiry is under way, said the system had no second
check.
""",
)

COUNCIL_EMAIL = report(
    "Council leader 'mortified' as email cancels Christmas market",
    """
By Ellie Marsden
Local democracy reporter

Traders were told their Christmas market had been scrapped – only for the council to say hours later that it was all
a blunder.

An email from events manager Gareth Pugh, sent to 140 stallholders on Wednesday morning, said this year's market "will
not go ahead owing to budget pressures".

Council leader Cllr Siân Rees said she was "mortified". "The email should never have been sent. The market is going
ahead," she told BBC Radio Wales.

Mr Pugh said: "I pressed send on a template. I'm so sorry."

Stallholder Maureen Tuttle, who has sold candles at the market for 22 years, said she had already cancelled her stock
order. "Who is going to pay for that?" she asked.

Opposition councillor Gwyn Rees claimed the cancellation had been agreed in private. "I have seen the minutes," he said.

A council spokesman denied any such decision had been made.
""",
)

CHIPMAKER = report(
    "Chipmaker retracts statement on plant closure",
    """
SAN JOSE, Calif. (AP) — Chipmaker Veltron on Thursday retracted a press release that said it would shut its largest
plant and lay off 4,000 workers, blaming hackers for the announcement.

The release, which appeared on a business wire shortly before markets opened and carried the name of Chief Executive
Officer Marcus Bell, sent the company's shares down 18 percent.

"Veltron will cease production at the Mesa plant on March 31," the release said.

"That statement is a fabrication. We have no plans to close Mesa," Bell said in a call with analysts.

Chief Financial Officer Linda Cho said the company had alerted the Securities and Exchange Commission. The regulator
declined to comment.

Mesa Mayor Tom Ortega said he first heard of it from a reporter. "I thought it was real," said Ortega, whose brother
works at the plant.

According to two people familiar with the investigation, the attackers used a stolen password.
""",
)
