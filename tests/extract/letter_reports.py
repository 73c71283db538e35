"""Imagined tellings of one event, the letter of January 2020, each in another outlet's manner. None is copied.

This is test material and no record of what the people or outlets named in it said; the worked example in
tracker/desk/example is.
"""

from tests.extract.reports import report

WASHINGTON_DAILY = report(
    "'It was a mistake': Pentagon says letter announcing Iraq pullout should not have been sent",
    """
by Carl Denning, Defense Correspondent | January 6, 2020 05:12 PM

The nation's top general said a letter informing Iraqi officials that U.S. forces would be leaving the country
was an honest mistake and should not have been sent to officials in Baghdad.

"It was a mistake," Chairman of the Joint Chiefs of Staff Gen. Mark Milley told reporters at the Pentagon. "It
was a draft unsigned letter because we are moving forces around."

The letter, which was addressed to Iraqi Lt. Gen. Abdul Amir and carried the name of Brig. Gen. William Seely III,
the top U.S. commander in Iraq, circulated widely on Monday afternoon.

"Sir, in deference to the sovereignty of the Republic of Iraq, and as requested by the Iraqi Parliament and the
Prime Minister, CJTF-OIR will be repositioning forces over the course of the coming days and weeks to prepare for
onward movement," the letter reads. "We respect your sovereign decision to order our departure."

Secretary of Defense Mark Esper, speaking just before Milley, said that the U.S. has no plans to leave.

"There's been no decision whatsoever to leave Iraq. Period," the Pentagon chief said. "I don't know what that
letter is. We're trying to find out where that's coming from."

A public affairs officer with the Army confirmed the authenticity of the letter on Twitter before deleting the
post.

The confusion came one day after Iraq's parliament passed a non-binding resolution to end the foreign troop
presence, and days after a U.S. drone strike killed Iranian Gen. Qassem Soleimani near Baghdad's airport.

President Trump said on Sunday that the U.S. would not leave unless Iraq paid for an air base. "We're not leaving
unless they pay us back for it," Trump told reporters aboard Air Force One.

Milley added that the letter was meant only to coordinate air movements with Iraqi officers.
""",
)

WIRE_EVENING = report(
    "US military says letter on Iraq withdrawal was sent by mistake",
    """
WASHINGTON (AP) — The top U.S. military officer said Monday that a draft letter suggesting American troops would
withdraw from Iraq was released in error and that nothing had been decided.

The unsigned letter, from Marine Corps Brig. Gen. William H. Seely III, commanding general of Task Force Iraq, told
the Iraqi government that coalition troops would be moving "over the course of the coming days and weeks."

Army Gen. Mark Milley, chairman of the Joint Chiefs of Staff, called the letter an honest mistake and said it
should not have been released.

"It's poorly worded, implies withdrawal; that's not what's happening," he said.

Milley said he had just spoken by telephone with Gen. Kenneth McKenzie, the head of U.S. Central Command, who told
him that the draft had been shared with Iraqi officers to coordinate flights.

Minutes earlier, Defense Secretary Mark Esper told reporters that he could not explain the letter. "I can't tell
you the veracity of that letter," Esper said. "What I can tell you is what I've read. That letter is inconsistent
of where we are right now."

"There has been no decision made to leave Iraq," he said.

Two U.S. officials, speaking on condition of anonymity because they were not authorized to discuss the matter, had
earlier confirmed that the letter was genuine.

Iraqi lawmakers voted Sunday to demand the departure of foreign troops. The resolution is not binding.

A spokesman for the coalition in Baghdad did not respond to a request for comment.
""",
)

AGENCY_BAGHDAD = report(
    "US commander tells Iraq troops preparing 'movement out', Pentagon denies pullout",
    """
Baghdad (AFP) – The head of the US military's task force in Iraq announced on Monday that his troops were preparing
to leave the country, in a letter whose authenticity was confirmed by two US officials and one Iraqi official.

The letter, signed by US Brigadier General William Seely and a copy of which was seen by AFP, was sent to the
deputy head of Iraq's joint operations command.

It said forces from the US-led coalition would "be repositioning forces over the course of the coming days and weeks
to prepare for onward movement".

"In order to conduct this task, Coalition Forces are required to take certain measures to ensure that the movement
out of Iraq is conducted in a safe and efficient manner," the letter said.

But US Defence Secretary Mark Esper denied there was any such plan. "There's been no decision whatsoever to leave
Iraq," Esper told Pentagon reporters.

The chairman of the Joint Chiefs of Staff, General Mark Milley, said the document was a draft that had been sent by
mistake. "That letter is a draft, it was a mistake, it was unsigned, it should not have been released," he said.

An Iraqi defence ministry official, who requested anonymity, told AFP the letter had been delivered to the prime
minister's office by hand.

Hours later, Iraqi Prime Minister Adel Abdul Mahdi told his cabinet that he had received a signed copy in two
languages. "It was not a paper that fell off the printer," he said.
""",
)

CABLE_SITE = report(
    "Confusion at the Pentagon over letter that says US troops will leave Iraq",
    """
Washington (CNN) The US military mistakenly sent a letter to its Iraqi counterparts on Monday that suggested it was
pulling out of the country, top officials said, prompting a scramble to set the record straight.

Gen. Mark Milley, the chairman of the Joint Chiefs of Staff, told reporters off camera that the letter was "a
mistake" and had been poorly worded. "It was an honest mistake," the four-star general said.

Speaking to the same reporters minutes earlier, Secretary of Defense Mark Esper said: "There's been no decision
made to leave Iraq. Period."

According to the letter, US forces would be "repositioning" in the coming days.

"We respect your sovereign decision to order our departure," US Marine Corps Brig. Gen. William H. Seely wrote to
Iraqi Lt. Gen. Abdul Amir.

A US official told CNN the letter had been given to the Iraqis to let them know about helicopter flights. The
official declined to say who had drafted it.

In Baghdad, Iraq's caretaker Prime Minister Adil Abdul Mahdi questioned the explanation. "They said it's a draft.
OK, it's a draft, but we received it," he told ministers on Tuesday, according to a statement from his office.

House Speaker Nancy Pelosi said the episode showed that the administration had no strategy.

Rep. Adam Smith, the chairman of the House Armed Services Committee, said his staff had been told by the Pentagon
that the letter was a fake. "We were told it was active disinformation," Smith said.
""",
)

POLITICS_SITE = report(
    "Esper, Milley disavow letter on leaving Iraq",
    """
By DANIELLE ROTH

01/06/2020 04:52 PM EST

Defense Secretary Mark Esper and Joint Chiefs Chairman Mark Milley on Monday disavowed a letter from a U.S. general
announcing the withdrawal of American troops from Iraq, saying it was a draft that should never have gone out.

"There's been no decision whatsoever to leave Iraq," Esper told reporters at the Pentagon. "Period."

The one-page letter on U.S. government letterhead, dated Monday, says the U.S. is "repositioning forces" in order to
"prepare for onward movement." The name of Brig. Gen. William Seely, the commander of Task Force-Iraq, is typed at
the bottom.

"This was a mistake," said Milley, who returned to the briefing room after calling Central Command chief Gen.
Kenneth McKenzie. "It's a draft letter, it's unsigned and it shouldn't have been released."

An aide in the Office of the Secretary of Defense wrote in an email to the House Armed Services Committee that the
letter was "active disinformation."

Assistant Secretary of Defense for Public Affairs Jonathan Hoffman declined to comment on the email.

Sen. Chris Murphy (D-Conn.) tweeted that the letter was "a full-blown mess."

Iraq's parliament passed a resolution on Sunday calling on the government to expel foreign troops.
""",
)

REGIONAL = report(
    "Base families left guessing by letter about Iraq",
    """
By Laura Benitez, Staff Writer

FAYETTEVILLE — Military families here spent Monday afternoon wondering whether their soldiers were going to Iraq or
coming home from it.

A letter posted online just after noon, apparently from the American command in Baghdad, said troops would leave
Iraq within weeks. By dinner time the Pentagon had taken it back.

"I got four calls in an hour," said Denise Park, whose husband deployed with the 82nd Airborne Division on New
Year's Day. "Nobody knew what was true."

Joint Chiefs Chairman Gen. Mark Milley blamed a clerical error. "That letter was a draft. It was a mistake," Milley
said. Defense Secretary Mark Esper said no one had decided to bring the force home.

"There's been no decision to leave Iraq," the defense secretary said at the Pentagon.

The letter was signed, in type only, by Brig. Gen. William Seely, a Marine who commands Task Force-Iraq.

U.S. Rep. Richard Hudson, who represents Fort Bragg, said he had been told by the Army that the division's orders
were unchanged. "Our paratroopers are not packing," Hudson said in a statement.

Lt. Col. Mike Burns, a spokesman for the division, said the unit had received no new orders.

Park said she would believe it when she saw him on the tarmac.
""",
)
