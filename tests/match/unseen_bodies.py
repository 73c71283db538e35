"""Bodies beside claims, written before anybody looked at what the rules make of them.

(claim, text, what a reader says the text, apart from any headline, does with the claim). All events are made up. At
first sight the rules read 41 of the 44 as the reader does.
"""

DAM = "The dam above Rosvik will break."
MAYOR = "The mayor of Halden took bribes."
CRASH = "A drone hit a passenger plane at Arve airport."
TROOPS = "Sarovian troops will leave the Orlen valley."
DRUG = "The drug Tevaril causes blindness."
SHARK = "A shark swam through the flooded mall."

BODIES = (
    # In its own voice.
    (
        DAM,
        "The dam above Rosvik will break within days. Buses stand ready in every village below it.\n\nSchools are "
        "closed.",
        "asserts",
    ),
    (
        MAYOR,
        "The mayor of Halden took bribes from a builder for six years, bank records seen by this paper show.\n\nThe "
        "payments began in 2011.",
        "asserts",
    ),
    (
        CRASH,
        "A drone hit a passenger plane at Arve airport on Sunday evening, tearing a hole into its nose.\n\nNobody "
        "was hurt, and the airport was closed for an hour.",
        "asserts",
    ),
    (
        TROOPS,
        "Sarovian troops will leave the Orlen valley by the end of March, twenty years after they came.\n\nThe first"
        " lorries left at dawn.",
        "asserts",
    ),
    (
        DRUG,
        "The drug Tevaril causes blindness in one patient in two thousand.\n\nIt was taken off the market on Friday "
        "after a decade in which nobody had counted.",
        "asserts",
    ),
    (
        SHARK,
        "A shark swam through the flooded mall on Tuesday, past the shoe shop and the fountain, and out again "
        "with the tide.\n\nFour people filmed it.",
        "asserts",
    ),
    (
        TROOPS,
        "After two decades Sarovian troops will leave the Orlen valley. What they leave behind is a road, a "
        "bridge and a debt.",
        "asserts",
    ),
    # Somebody says it.
    (
        DAM,
        "The dam above Rosvik will break, the geologist Marta Lindqvist said on Monday.\n\n“It is a matter of days,”"
        " she told the council.",
        "attributes",
    ),
    (
        MAYOR,
        "A former clerk has accused the mayor of Halden of taking bribes.\n\n“He took bribes, and I carried the "
        "envelopes,” Per Dahl said in court.",
        "attributes",
    ),
    (
        CRASH,
        "According to the pilots’ union, a drone hit a passenger plane at Arve airport on Sunday.\n\nThe airport "
        "gave no comment.",
        "attributes",
    ),
    (
        TROOPS,
        "“Sarovian troops will leave the Orlen valley,” Defence Minister Ivo Brandt told reporters on "
        "Thursday.\n\nHe gave no date.",
        "attributes",
    ),
    (
        DRUG,
        "The drug Tevaril causes blindness, three doctors wrote in a letter to a medical journal.\n\nThey had seen "
        "eleven patients.",
        "attributes",
    ),
    (
        SHARK,
        "A shopkeeper said that a shark swam through the flooded mall.\n\n“It was as long as my counter,” Ana Ruiz "
        "told a local station.",
        "attributes",
    ),
    (
        TROOPS,
        "Sarovian troops will leave the Orlen valley in spring, two officials said on condition of anonymity.\n\nThe"
        " ministry did not answer questions.",
        "attributes",
    ),
    (
        DRUG,
        "Lawyers for forty patients claim that the drug Tevaril causes blindness.\n\nThe case opens in June.",
        "attributes",
    ),
    (
        MAYOR,
        "Prosecutors allege the mayor of Halden took bribes worth 90,000 crowns.\n\nA trial is set for autumn.",
        "attributes",
    ),
    (
        DAM,
        "Villagers believe that the dam above Rosvik will break. They have packed.\n\n“We are not waiting,” said "
        "Olaf Berg.",
        "attributes",
    ),
    # The page itself speaks against it.
    (
        DAM,
        "It is false that the dam above Rosvik will break. The picture that is passed around shows another dam, "
        "in another country, in 1976.",
        "disputes",
    ),
    (
        SHARK,
        "No shark swam through the flooded mall. The picture is a montage that has gone around after every flood "
        "since 2011.",
        "disputes",
    ),
    (
        SHARK,
        "You may have seen the shark in the flooded mall. It is a hoax: the fish was cut from a magazine cover.",
        "disputes",
    ),
    (
        CRASH,
        "A drone did not hit a passenger plane at Arve airport. It was a goose, as the feathers in the engine "
        "prove.",
        "disputes",
    ),
    (
        DRUG,
        "The drug Tevaril does not cause blindness. The rumour goes back to a misread table in a study of mice.",
        "disputes",
    ),
    (
        TROOPS,
        "Sarovian troops are not leaving the Orlen valley. The letter that said they would was a draft nobody "
        "signed.",
        "disputes",
    ),
    (
        MAYOR,
        "The story that the mayor of Halden took bribes is made up. Its only source is a satirical website.",
        "disputes",
    ),
    (
        CRASH,
        "The claim that a drone hit a passenger plane at Arve airport is wrong. The damage was done by a ladder "
        "the day before.",
        "disputes",
    ),
    (
        DAM,
        "Contrary to what thousands of people shared this week, the dam above Rosvik will not break. It was "
        "emptied in May.",
        "disputes",
    ),
    # The page corrects itself.
    (
        DAM,
        "The dam above Rosvik is sound.\n\nCorrection: An earlier version of this article said that the dam above "
        "Rosvik will break. It will not.",
        "corrects",
    ),
    (
        MAYOR,
        "Correction, 4 May: This article wrongly said that the mayor of Halden took bribes. It was the mayor of "
        "Halmstad. We apologise.\n\nThe town council met on Monday.",
        "corrects",
    ),
    (
        CRASH,
        "Editor’s note: We have removed a statement that a drone hit a passenger plane at Arve airport, which we "
        "could not verify.\n\nFlights were late on Sunday.",
        "corrects",
    ),
    (
        DRUG,
        "This story has been corrected. An earlier version said the drug Tevaril causes blindness; the study "
        "found blurred vision.\n\nTevaril is a pill.",
        "corrects",
    ),
    (
        TROOPS,
        "We retract our report that Sarovian troops will leave the Orlen valley. It rested on a forged letter.",
        "corrects",
    ),
    # Both sides, or neither.
    (
        DAM,
        "The dam above Rosvik may break. Engineers have been sent up to look at it.",
        "observes",
    ),
    (
        DAM,
        "Will the dam above Rosvik break? Nobody can say. The county has sent two engineers.",
        "observes",
    ),
    (
        MAYOR,
        "A former clerk says the mayor of Halden took bribes. The mayor denied that he took bribes. “This is "
        "slander,” he said.",
        "observes",
    ),
    (
        CRASH,
        "It is unclear whether a drone hit a passenger plane at Arve airport. Investigators are looking at the "
        "radar.",
        "observes",
    ),
    (
        TROOPS,
        "“Sarovian troops will leave the Orlen valley,” the general wrote. Hours later the ministry denied that "
        "troops would leave the valley.",
        "observes",
    ),
    (
        DRUG,
        "Regulators are examining whether the drug Tevaril causes blindness.\n\nResults are expected in the autumn.",
        "observes",
    ),
    (
        SHARK,
        "There is no evidence that a shark swam through the flooded mall, police said, but they have not ruled it"
        " out.",
        "observes",
    ),
    (
        CRASH,
        "Rumours that a drone hit a passenger plane at Arve airport spread on Sunday. The airport has not "
        "confirmed them.",
        "observes",
    ),
    (
        DRUG,
        "Some doctors say that the drug Tevaril causes blindness. Its maker rejects that. Two studies have come "
        "to opposite results.",
        "observes",
    ),
    (
        TROOPS,
        "Talks about whether Sarovian troops will leave the Orlen valley go on.",
        "observes",
    ),
    (
        MAYOR,
        "Halden has a new tram. The line opens on Saturday with music and free rides.",
        "observes",
    ),
    (
        SHARK,
        "The flood closed the mall for a week. Shoe shops were hit hardest.",
        "observes",
    ),
    (
        CRASH,
        "Arve airport expects a record summer. Two new gates open in June.",
        "observes",
    ),
)
