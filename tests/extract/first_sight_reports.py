"""Eight reports in eight manners, written before anybody looked at what the rules make of them.

With each stands every statement a reader finds in it: speaker, kind, whether it is in the speaker's own words, and
some of the words. All names and events are made up. At first sight the rules found 69 of 80 statements and read 52 of
them as their reader had, with 7 that nobody had made; the reader then changed his mind about six lines and added two.
"""

from tests.extract.reports import report

COUNCIL = report(
    "Water bills will not double, city says after 'clerical' letter",
    """
HARROW FALLS, Ore. (AP) — A letter telling 31,000 households that their water bills would double in July was mailed in
error, Deputy City Manager Alan Prewitt said Thursday, hours after Mayor Denise Okoro publicly confirmed it.

"The letter was a template prepared for a budget workshop," Prewitt told the City Council. "It was never approved, and
I take responsibility for that."

Okoro, who had defended the increase on local radio on Wednesday, said she had been given the wrong figures.

"I confirmed something that was not true," she said. "I'm sorry, and I won't be the last to say so."

The mailing was handled by Brightline Print. Its owner, Sam Teller, denied that his company had made any mistake. "We
print what we are sent," he said.

Council member Ruth Vance disputed Prewitt's account, saying the increase was discussed in a closed session in March.
She declined to provide documents.

The state utility commission did not respond to a request for comment.
""",
)

HEALTH = report(
    "Hospital trust sorry over 'terrifying' cancer texts",
    """
By Hannah Pryce
Health correspondent

A hospital trust has apologised after 8,000 patients were wrongly told by text message that they had aggressive lung
cancer.

Askern Valley NHS Trust said the message, sent two days before Christmas, was meant to wish patients a happy new year.

‘We would like to offer our sincerest apologies,’ said Dr Priya Nair, the trust’s medical director. ‘This was a
computer error and no patient has been diagnosed by text.’

Carl Chegwin, 57, who was waiting for results, said he ‘felt sick to the stomach’.

‘I rang the surgery 11 times,’ he added. ‘Nobody picked up.’

But Sheila Marr, of the patients’ group Voices, claimed that the trust had known of the fault for weeks. A trust
spokesman said that was ‘categorically untrue’.

NHS England declined to comment while an investigation is under way.

The Department of Health clarified on Friday evening that no patient data had left the country.
""",
)

POLICE = report(
    "Police chief retracts claim of arrest in marina fire",
    """
The chief of the Port Salen police retracted on Sunday his announcement that a suspect in the marina fire was in
custody, saying he had been misinformed by a detective.

"I said at noon that we had our man. We did not," Chief Walter Dunne told reporters outside the station. "I regret
it."

The department deleted a tweet saying "Suspect in custody. The city can breathe again."

A law enforcement official who was not authorized to speak publicly said that the man had been questioned for two hours
and let go. The official said his alibi was solid.

His lawyer, Tamsin Grey, said in an email that her client "was never arrested, never charged and never a suspect." She
added that he was considering a lawsuit.

The police union, the Fraternal Order of Police Lodge 9, could not be reached.

"Somebody wanted a headline," City Councilman Joe Brandt wrote on Facebook. He later removed the post.
""",
)

RECALL = report(
    "Lumen recalls 90,000 heaters, days after calling fire reports 'hoax'",
    """
Appliance maker Lumen is recalling 90,000 space heaters, the company said on Tuesday, reversing its position of a week
ago that videos of burning heaters were fake.

"We got this wrong," Chief Executive Ines Wolff said in a video statement. "Our first tests missed a faulty relay."

Wolff and Chief Technology Officer Bram Kok both said the company had acted as soon as it saw the laboratory report.

Last Monday a spokeswoman had dismissed the videos as "a coordinated hoax". On Tuesday she declined to say who had
drafted that sentence.

According to two people with direct knowledge of the tests, engineers flagged the relay in June. Lumen disputes that.

The Consumer Safety Authority confirmed it had received 41 complaints, and said that three people had been treated for
burns. Its director, Piet Aldous, called the delay "inexcusable".

"I told them in June, in July and in August," said Gerda Holm, a retired teacher whose kitchen burned. "They told me to
buy a new plug."
""",
)

FEDERATION = report(
    "'There was no positive test': athletics federation chief answers questions",
    """
Rolf Becker, president of the national athletics federation, spoke to reporters on Saturday about a press release that
named sprinter Maia Lund as having failed a drug test. The release was withdrawn after 40 minutes.

Q: Did Lund fail a test?

Becker: "No. There was no positive test."

Q: Then why did the release say so?

Becker: "It was a rehearsal document. It should never have left the building."

Lund's coach, Dario Conti, accused the federation of ruining her season. "She has not slept," Conti said. "She has been
called a cheat by people who could not spot her in a crowd.

"She wants her name back, and so do I."

World Athletics said it had no record of any adverse finding. Lund herself has not commented.
""",
)

UNIVERSITY = report(
    "Provost walks back email on end of remote teaching",
    """
Westmark University's provost on Monday walked back an email that told 2,100 lecturers remote teaching would end within
a week.

In the email, sent at 7.14 a.m., Provost Lorna Achterberg wrote: "All courses return to campus on 9 February. There will
be no exceptions."

By evening she had changed her mind. "I should have consulted the deans first," Achterberg said in an interview with the
student newspaper, The Lantern. "The email does not reflect university policy."

President Hugo Marin, who was travelling in Asia, said through a spokeswoman that he "was not aware of the message"
before it went out.

Two deans, who asked not to be named for fear of reprisals, said Marin had ordered the change himself. The president's
office rejected that account.

Students were relieved. "My grandmother lives with us," said Tobi Adeyemi, a second-year chemist. "I cried, honestly."

The faculty senate's letter said the episode had "damaged trust". The union says it will ask for a written guarantee.
""",
)

CURRENCY = report(
    "Sarovia denies plan to peg currency to gold as markets swing",
    """
VELIGRAD (AFP) – Sarovia's finance ministry on Wednesday denied a report that it would peg the national currency to
gold, a day after the central bank governor announced exactly that.

Governor Milan Petrov told state television on Tuesday evening: "From the first of May, every crown is backed by gold."

Finance Minister Jelena Vuk met bankers for three hours. She said no such decision had been taken and that the governor
"spoke for himself".

"The government determines the exchange rate system," Vuk said, adding: "Nobody else."

Petrov's office clarified that he had described "a long-term vision".

Traders were not convinced. "You can't unring that bell," one London-based trader, speaking on condition of anonymity,
told AFP.

Opposition leader Ana Marić tweeted that the governor must resign. A spokesman for Prime Minister Dušan Ilić said the
governor had the government's full confidence, but did not answer questions about the peg.
""",
)

SCHOOLS = report(
    "Schools WILL open on Monday, minister insists, after leaked plan says they won't",
    """
Education minister Fiona Galbraith has insisted that schools will open as normal on Monday, despite a leaked document
that suggests they would stay shut until March.

Ms Galbraith told the BBC's Good Morning Scotland programme: "Schools will open. That has not changed and will not
change."

The document, seen by The Courier and marked "final", states that "all schools will remain closed to most pupils until
1 March".

Asked about it, she said it was an old draft. "Civil servants write options. Ministers decide," she told MSPs.

Labour's Gordon Baird said parents did not know whom to believe. "It's a shambles from start to finish," he said.

The head of the EIS union, Kirsty Muir, told The Courier it was "not credible" that ministers had not seen the paper,
while a council chief, who did not want to be identified, said he had been briefed on it last week.

Three parents said they had already paid for childcare.

A Scottish Government spokesperson said: "We do not comment on leaked documents."
""",
)

# Speaker, kind, in the speaker's own words, and some of the words.
READ = [
    (
        COUNCIL,
        [
            ("A letter", "asserts", False, "water bills would double"),
            ("Alan Prewitt", "walks back", False, "was mailed in error"),
            ("Denise Okoro", "confirms", False, "it"),
            ("Alan Prewitt", "denies", True, "never approved"),
            ("Denise Okoro", "asserts", False, "had been given the wrong figures"),
            ("Denise Okoro", "apologises", True, "I'm sorry"),
            ("Sam Teller", "denies", False, "his company had made any mistake"),
            ("Sam Teller", "asserts", True, "We print what we are sent"),
            ("Ruth Vance", "disputes", False, "Prewitt's account"),
            ("Ruth Vance", "asserts", False, "discussed in a closed session"),
            ("Ruth Vance", "no comment", False, "declined to provide"),
            ("state utility commission", "no comment", False, "did not respond"),
        ],
    ),
    (
        HEALTH,
        [
            ("hospital trust", "apologises", False, "apologised"),
            ("Askern Valley NHS Trust", "clarifies", False, "was meant to wish"),
            ("Priya Nair", "apologises", True, "sincerest apologies"),
            ("Carl Chegwin", "asserts", True, "felt sick to the stomach"),
            ("Carl Chegwin", "asserts", True, "I rang the surgery"),
            ("Sheila Marr", "asserts", False, "had known of the fault"),
            ("trust spokesman", "denies", True, "categorically untrue"),
            ("NHS England", "no comment", False, "declined to comment"),
            ("Department of Health", "clarifies", False, "no patient data had left"),
        ],
    ),
    (
        POLICE,
        [
            ("Walter Dunne", "retracts", False, "his announcement"),
            ("Walter Dunne", "asserts", False, "misinformed by a detective"),
            ("Walter Dunne", "apologises", True, "We did not"),
            ("department", "retracts", True, "a tweet"),
            ("law enforcement official", "asserts", False, "questioned for two hours"),
            ("official", "asserts", False, "alibi was solid"),
            ("Tamsin Grey", "denies", True, "never arrested"),
            ("Tamsin Grey", "asserts", False, "considering a lawsuit"),
            ("police union", "no comment", False, "could not be reached"),
            ("Joe Brandt", "asserts", True, "wanted a headline"),
            ("Joe Brandt", "retracts", False, "the post"),
        ],
    ),
    (
        RECALL,
        [
            ("company", "asserts", False, "recalling 90,000 space heaters"),
            ("Ines Wolff", "walks back", True, "We got this wrong"),
            ("Ines Wolff", "asserts", False, "acted as soon as it saw"),
            ("Bram Kok", "asserts", False, "acted as soon as it saw"),
            ("spokeswoman", "denies", False, "a coordinated hoax"),
            ("spokeswoman", "no comment", False, "declined to say"),
            ("two people with direct knowledge", "asserts", False, "flagged the relay in June"),
            ("Lumen", "disputes", False, "that"),
            ("Consumer Safety Authority", "confirms", False, "had received 41 complaints"),
            ("Consumer Safety Authority", "asserts", False, "three people had been treated"),
            ("Piet Aldous", "asserts", False, "inexcusable"),
            ("Gerda Holm", "asserts", True, "buy a new plug"),
        ],
    ),
    (
        FEDERATION,
        [
            ("Rolf Becker", "denies", True, "There was no positive test"),
            ("Rolf Becker", "walks back", True, "It was a rehearsal document"),
            ("Dario Conti", "asserts", False, "ruining her season"),
            ("Dario Conti", "asserts", True, "so do I"),
            ("World Athletics", "denies", False, "no record of any adverse finding"),
            ("Maia Lund", "no comment", False, "has not commented"),
        ],
    ),
    (
        UNIVERSITY,
        [
            ("Lorna Achterberg", "walks back", False, "an email that told"),
            ("Lorna Achterberg", "asserts", True, "All courses return"),
            ("Lorna Achterberg", "denies", True, "I should have consulted"),
            ("Hugo Marin", "asserts", False, "was not aware of the message"),
            ("Two deans", "asserts", False, "Marin had ordered the change"),
            ("president's office", "disputes", False, "that account"),
            ("Tobi Adeyemi", "asserts", True, "My grandmother lives with us"),
            ("faculty senate", "asserts", False, "damaged trust"),
            ("union", "asserts", False, "ask for a written guarantee"),
        ],
    ),
    (
        CURRENCY,
        [
            ("finance ministry", "denies", False, "it would peg the national currency"),
            ("Milan Petrov", "asserts", False, "exactly that"),
            ("Milan Petrov", "asserts", True, "every crown is backed by gold"),
            ("Jelena Vuk", "denies", False, "no such decision had been taken"),
            ("Jelena Vuk", "asserts", True, "The government determines"),
            ("Jelena Vuk", "asserts", True, "Nobody else"),
            ("Petrov", "clarifies", False, "a long-term vision"),
            ("trader", "asserts", True, "unring that bell"),
            ("Ana Marić", "asserts", False, "the governor must resign"),
            ("spokesman for Prime Minister", "asserts", False, "full confidence"),
            ("spokesman for Prime Minister", "no comment", False, "did not answer questions"),
        ],
    ),
    (
        SCHOOLS,
        [
            ("Fiona Galbraith", "asserts", False, "schools will open as normal"),
            ("document", "asserts", False, "stay shut until March"),
            ("Fiona Galbraith", "asserts", True, "Schools will open"),
            ("document", "asserts", True, "all schools will remain closed"),
            ("Fiona Galbraith", "walks back", False, "it was an old draft"),
            ("Fiona Galbraith", "asserts", True, "Civil servants write options"),
            ("Gordon Baird", "asserts", False, "parents did not know"),
            ("Gordon Baird", "asserts", True, "a shambles"),
            ("Kirsty Muir", "disputes", False, "not credible"),
            ("council chief", "asserts", False, "had been briefed on it"),
            ("Three parents", "asserts", False, "paid for childcare"),
            ("Scottish Government spokesperson", "no comment", True, "We do not comment"),
        ],
    ),
]
