"""Reports of other disputed papers and posts, written for these tests in the manners of many outlets."""

from tests.extract.reports import report

CIRCULAR_AGENCY = report(
    "Ministry disowns circular closing border posts",
    """
ACCRA, March 3 - Ghana's interior ministry on Tuesday disowned a circular that ordered customs officers to close all
land borders from midnight, saying it had never been approved.

The circular, a copy of which was seen by this agency, carried the letterhead of the ministry and was signed by
Acting Director of Border Services Kwame Mensah.

"All land crossings shall be closed with immediate effect until further notice," it read.

Interior Minister Abena Owusu told a news conference that the document was not authentic. "No border has been closed
and none will be," she said.

Minister of State for Foreign Affairs Lord Halden, who was visiting Accra, said Britain had been assured that trade
would go on as usual.

Mensah, however, insisted that he had acted on instructions. "I was told to send it, and I sent it," he told Radio
Citi.

Opposition leader Yaw Mensah said the government was "covering up a decision it took last week".

A spokeswoman for the ministry, Grace Boateng, later said that Kwame Mensah had been suspended.
""",
)

TABLOID = report(
    "BUNGLE! Supermarket giant's store axe memo was sent in error",
    """
By HARRY TUCKER

BUNGLING bosses at Fairmart have admitted a bombshell memo telling staff that 60 stores would shut by Easter was
sent out by mistake.

Shell-shocked workers opened the email on Sunday night and feared for their jobs.

'I was in tears,' said checkout worker Tracey Webb, 51, from Hull. 'Twenty years and they tell you in an email.'

But red-faced chief executive Simon Ashby insisted last night: 'There is no closure programme. The email was a draft
that a contractor sent to the wrong list.'

The memo, signed by HR director Priya Nair, said affected branches 'will cease trading on or before 10 April'.

A Fairmart spokesman said: 'We are truly sorry for the upset this has caused.'

Union boss Dave Corrigan blasted the firm. 'Nobody writes a list of 60 shops by accident,' he fumed.

Ms Nair could not be reached last night.
""",
)

BROADSHEET = report(
    "Treasury rows back on leaked plan to scrap rail link",
    """
The Treasury was forced into an embarrassing retreat last night after a leaked memo announced that the northern rail
link would be cancelled.

The memo, written by the Chief Secretary to the Treasury, Helen Marchmont, and circulated to permanent secretaries on
Tuesday, stated that “the northern section will not proceed beyond design”.

Asked about it in the Commons, the Chancellor, James Oakeshott, told MPs: “No such decision has been taken, and the
paper in question does not represent government policy.”

Mrs Marchmont later conceded that the wording was “clumsy”. “What I meant was that the section was under review,” she
told the BBC.

The mayor of Greater Leeds, Tariq Aziz, dismissed the explanation as “a fairy tale”. “We have seen the document. It is
genuine and it is signed,” he said.

Two Whitehall sources confirmed that the memo was authentic. One of them said ministers had agreed the cut in
December.

Downing Street declined to comment on leaked documents.
""",
)

LIVE_BLOG = report(
    "Live: Carrier denies merger after 'premature' announcement",
    """
18:02

That's all for today. Here is where we stand: NordAir says there is no merger, whatever its website said this morning.

17:40

"The page was published prematurely and has been removed," NordAir's chief communications officer Ingrid Falk says in
a statement. "There is no agreement."

16:15

Here's what the announcement said before it was taken down: "NordAir and Baltic Wings will combine their operations
from 1 September."

15:58

Baltic Wings chairwoman Elena Petrova has told Bloomberg that talks took place but nothing was signed. "We talked. We
did not sign," Petrova said.

15:30

Transport minister Jonas Lund says he learned of it from the radio. "Nobody informed the ministry," he told
parliament.

14:55

A union official, who did not want to be named, says cabin crews were told on Friday that the two airlines would merge.
""",
)

PRESS_RELEASE = report(
    "Statement on erroneous safety alert",
    """
HARBOUR CITY, 12 May. The Office for Water Safety today withdrew an alert that said tap water in the eastern
districts was contaminated with lead.

The alert, issued at 7.15 a.m. by the Office's automated system, stated: "Lead has been found in the water supply of
the eastern districts. Do not drink."

Dr. Amara Diallo, Director General of the Office, said: "The alert was a test message and was published in error. Our
water is safe."

"We apologise to every household that was alarmed," she added.

Deputy Mayor Ruth Castellan confirmed that laboratory results showed no contamination.

Chief Inspector of Water Leo Castellan said an inquiry had begun. "I want to know why a test could go out to half a
million people," Mr Castellan said.

The Office will publish a full report within ten days.
""",
)

QUESTIONS = report(
    "Q&A: Did the militia really agree to hand over its weapons?",
    """
What happened?

A statement posted on Telegram on Thursday in the name of the Sons of the River, a militia in the south, said its
fighters would surrender all heavy weapons by Sunday.

Who wrote it?

The statement was signed by the group's military commander, Abu Karim al-Saadi. Government spokesman Faris Haddad
welcomed it within minutes. "This is a historic step," Haddad said.

Does the militia stand by it?

No. Its political leader, Sheikh Nasir al-Saadi, called the statement a forgery. "We have agreed to nothing. Our
account was hacked," Sheikh Nasir said in a video.

What do others say?

Head of the United Nations mission Maj. Gen. Eva Lindqvist said her staff had been unable to verify the statement.
Speaker of the Assembly Layla Mansour, asked whether she believed it, said: "I believe what I see on the trucks."

Two Western diplomats confirmed that talks had taken place in Amman last week.
""",
)
