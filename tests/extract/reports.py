"""Reports written for these tests, each in another outlet's manner. None is copied from a real page."""


def report(title, text):
    """Title and text; the lines of a paragraph, wrapped here to be readable, are joined."""
    return title, "\n\n".join(" ".join(block.split()) for block in text.strip().split("\n\n"))


LETTER_WIRE = report(
    "Top general calls Iraq letter a mistake",
    """
WASHINGTON (AP) — A letter telling Iraqi officials that American troops would leave their country set off
hours of confusion on Monday before the Pentagon's leaders said nothing of the kind had been decided.

The letter, which bore the typed name of Marine Brig. Gen. William Seely, the commander of Task Force-Iraq,
told an Iraqi general that coalition forces would be "repositioning" over the coming days and weeks.

"We respect your sovereign decision to order our departure," the letter said.

Defense Secretary Mark Esper told reporters at the Pentagon that no decision had been made to leave Iraq.
"There has been no decision whatsoever," Esper said. "I don't know what that letter is."

Half an hour later Army Gen. Mark Milley, chairman of the Joint Chiefs of Staff, returned to the briefing
room.

"It was a mistake," Milley said. "It is a draft, it was unsigned, and it should not have been released."

An Army public affairs officer had confirmed the letter's authenticity on Twitter earlier in the day, then
deleted the post.

The White House did not immediately respond to a request for comment.
""",
)

LETTER_BRITISH = report(
    "US army chief disowns Iraq withdrawal note",
    """
The most senior officer in the United States military has said a letter announcing that troops were to quit
Iraq was sent in error.

Speaking at the Pentagon on Monday evening, Gen Mark Milley said: “That letter is a draft. It was a
mistake.” He added that it was “poorly worded” and “implies withdrawal”.

Mark Esper, the defence secretary, denied that American forces were leaving. “We are repositioning forces
throughout the region,” he said, “and that is all.”

In a letter to the Iraqi joint operations command, Brig Gen William Seely had written that his forces would
move “to prepare for onward movement”.

A senior Iraqi official, speaking on condition of anonymity, said the prime minister’s office had received a
signed copy. According to the official, the Arabic and English texts did not match.

The US embassy in Baghdad declined to comment.
""",
)

RECALL = report(
    "Toymaker recalls 40,000 night lights after denying fault",
    """
Brightwell Toys is recalling 40,000 night lights sold since October because the batteries can overheat, the
company announced Thursday.

The move came two days after its chief executive, Dana Ruiz, insisted the product was safe. "There is no
recall and no reason for one," Ruiz told the Springfield Ledger on Tuesday.

In a statement on Thursday, Ruiz apologized to customers. "We got this wrong, and we are sorry," she said.

The Consumer Product Safety Commission said it had received 14 reports of burns. "Stop using these lights
immediately," said commission spokesman Peter Okafor, adding that parents should remove the batteries.

Leila Haddad, whose son was burned, said the company ignored her calls. "They told me it was impossible,"
Haddad said.
""",
)

CEASEFIRE = report(
    "Rebels dispute truce announced by mediator",
    """
NAIROBI — Both sides in the Karu valley war have agreed to a ceasefire starting at midnight Friday,
according to a letter released by the regional mediator, Ambassador Joseph Mwangi.

"The parties commit to silence their guns," the letter reads.

But the rebel United Valley Front disputed the announcement within hours. Its spokesman, Col. Tomas Adan,
told the BBC that the group had signed nothing. "We never agreed to this text," Adan said. "No ceasefire
exists."

The government confirmed that it had signed. "Our signature is on the paper and we stand by it," Foreign
Minister Hawa Bello said at a news conference in the capital.

Mwangi later clarified that the rebels had agreed "in principle" only, saying his letter "should have said
so".
""",
)

MEMO = report(
    "Health ministry withdraws memo on mask stocks",
    """
A memo ordering hospitals to hand back half of their protective masks was withdrawn by the health ministry
on Wednesday, a day after it leaked.

The memo, signed by deputy health minister Ingrid Solberg, said regional hospitals "must return 50 percent
of their stock by Friday."

Nurses' unions reacted with anger. "This would put lives at risk," said Marta Lind, president of the
National Nurses' Union.

On Wednesday, Solberg said the memo had been sent in error by her staff. "It was an early draft that nobody
had approved," she told public radio.

Two ministry officials familiar with the matter said the order had been discussed for weeks. They asked not
to be named because they were not authorized to speak publicly.

Opposition lawmaker Erik Dahl called the explanation "hard to believe."

Prime Minister Anna Berg declined to discuss the memo.
""",
)

HOAX = report(
    "Police confirm, then deny, that singer died",
    """
Rumours that the singer Jonny Vale had died spread across social media on Saturday night after a police
account appeared to back them.

"We can confirm the death of Jonny Vale," the Marlow police department wrote on Twitter, in a since-deleted
post.

Vale himself ended the speculation an hour later. "I'm alive, I'm eating noodles, please stop calling my
mother," he tweeted.

Police Chief Robert Hale said the account had been hacked. "The post was false and it was not written by
anyone in this department," Hale said in a statement. "We apologize to Mr. Vale and his family."

His manager, Susan Park, dismissed the rumour as "a cruel hoax".

Twitter did not return a request for comment.
""",
)

ELECTION = report(
    "County revises vote count after clerk's error",
    """
By Monday morning the race for mayor of Eastport had turned over: a corrected count puts Maria Gomez ahead
of incumbent Walter Finch by 212 votes.

County Clerk Helen Brandt acknowledged that her office had counted one precinct twice. "I made a mistake and
I own it," Brandt told reporters.

On Friday night, Brandt's office had posted results showing Finch the winner by 90 votes. Finch claimed
victory at a rally that evening, telling supporters that "the people have spoken."

Finch's campaign manager, Luis Ortega, rejected the new figures. "Nobody can explain these numbers," Ortega
said, adding that the campaign would sue.

State election officials said they would review the count. Gomez, who was having dinner with her family when
the news broke, said she was "stunned and grateful."

The Eastport Herald first reported the double count.
""",
)

# The next four were written when the rules stood, to see how they do on what they had not met.

BASE = report(
    "Army spokesman's tweet on base closure was wrong, officials say",
    """
FORT CARLIN, Texas — For about ninety minutes on Wednesday, thousands of families here believed their base
was closing.

A document circulating online, purportedly a memorandum from the Army's installation command, stated that
Fort Carlin would "cease operations no later than 1 October." It carried the signature block of Maj. Gen.
Teresa Oduya, who heads the command.

Capt. Brian Holt, a spokesman for the base, told the local newspaper that the memo was real, and the base's
official account repeated it on Facebook. Both posts vanished before noon.

"There are no plans to close Fort Carlin. None," Oduya told reporters in a hastily arranged conference call.
"The document is a planning exercise from 2017. Somebody should never have put it on a shared drive."

Sen. Ramona Vick, D-Texas, whose office had been flooded with calls, wrote to the Army secretary that the
episode was "a disgrace," and demanded an inquiry.

Holt, reached by phone, apologized. "I trusted a piece of paper I should have checked," he said.

Asked who had written the memo, the Army did not answer.
""",
)

BANKNOTE = report(
    "Central bank: no decision on notes",
    """
The Central Bank of Norvia has denied that it intends to withdraw the 500-crown note, hours after its own
website announced the step.

A notice published at 9am on Thursday said the notes "will cease to be legal tender on 30 June". It was
removed shortly after 11am.

“The text was a template used for staff training and was published inadvertently,” said Lena Kroll, the
bank's head of communications. She added: “All 500-crown notes remain valid.”

Finance minister Otto Brandvik, speaking in parliament, said he had learned of the notice from the radio. "I
asked the governor for an explanation," Mr Brandvik said, "and he told me it was human error."

But two people with knowledge of the plans told Reuters that the board had discussed ending the note in
March. One of them said a vote was planned for next month.

Shopkeepers said they had already begun refusing the notes. "I'm not taking them, whatever they say," said
Pia Hansen, 44, who runs a bakery in the old town.

The governor, Emil Straum, could not be reached.
""",
)

ARREST = report(
    "University retracts statement on professor's arrest",
    """
Westbrook University on Sunday retracted a statement it had issued the night before saying that a chemistry
professor had been arrested by federal agents.

In an email to students, Provost Alan Whitcombe wrote that the university "acted on information that turned
out to be false."

"No member of our faculty has been arrested," Whitcombe wrote. "I am deeply sorry for the distress this
caused Professor Iyer."

Nandini Iyer, who teaches organic chemistry, said she found out about her own supposed arrest from a
student.

"I was grading papers at home," she said in an interview. "It was surreal."

A spokeswoman for the FBI's Boston field office confirmed that agents had visited the campus but said they
were there for a recruiting event.

The student newspaper, The Westbrook Lantern, which first reported the arrest, stood by its story until
Sunday afternoon, when its editor, Jo Marsh, tweeted that the paper "got it wrong."

Iyer's lawyer said she was considering legal action.
""",
)

OUTBREAK = report(
    "Hospital denies outbreak after leaked e-mail",
    """
SPRINGVALE (Reuters) - St. Anne's Hospital said on Friday that an e-mail warning staff of a measles outbreak
had been circulated by accident and that no patient had tested positive.

The e-mail, sent to 1,200 employees under the name of infection control director Dr. Farah Nasser, urged
them to "assume active transmission on all wards".

"It was a drill. There is no outbreak," hospital spokeswoman Kim Dorsey told Reuters by telephone.

Nasser could not be reached for comment, but in a post on LinkedIn she wrote: "I did not send that message."

State epidemiologist Ray Colburn earlier told KSPR radio that the hospital had confirmed six cases. He later
withdrew that remark. "I was repeating what I had read, and I regret it," Colburn said.

Two nurses, who requested anonymity, said they were told to wear masks anyway.
""",
)
