"""The word lists the rules read by: closed classes of English news prose, not names from any one story.

Verbs are listed by lemma and inflected here, so a list stays short enough to read.
"""

import re
from functools import lru_cache

from tracker.lib.stems import COUNTRIES, stem, with_one_name


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


def forms(lemma: str) -> tuple[str, ...]:
    """lemma, third person, past, past participle and gerund of a verb; regular unless listed as irregular."""
    if lemma in _IRREGULAR:
        past, participle = _IRREGULAR[lemma]
    elif lemma.endswith("e"):
        past = participle = lemma + "d"
    elif re.fullmatch(r".*[^aeiou]y", lemma):
        past = participle = lemma[:-1] + "ied"
    elif lemma in _DOUBLING:
        past = participle = lemma + lemma[-1] + "ed"
    else:
        past = participle = lemma + "ed"
    if re.fullmatch(r".*[^aeiou]y", lemma):
        third = lemma[:-1] + "ies"
    else:
        third = lemma + ("es" if re.search(r"(?:s|x|ch|sh|z|o)\Z", lemma) else "s")
    if lemma.endswith("e") and not lemma.endswith("ee"):
        gerund = lemma[:-1] + "ing"
    else:
        gerund = lemma + (lemma[-1] if lemma in _DOUBLING else "") + "ing"
    return lemma, third, past, participle, gerund


_IRREGULAR = {
    "say": ("said", "said"),
    "tell": ("told", "told"),
    "write": ("wrote", "written"),
    "read": ("read", "read"),
    "think": ("thought", "thought"),
    "know": ("knew", "known"),
    "see": ("saw", "seen"),
    "find": ("found", "found"),
    "show": ("showed", "shown"),
    "make": ("made", "made"),
    "withdraw": ("withdrew", "withdrawn"),
    "send": ("sent", "sent"),
    "swear": ("swore", "sworn"),
    "speak": ("spoke", "spoken"),
    "feel": ("felt", "felt"),
    "hold": ("held", "held"),
    "take": ("took", "taken"),
    "pull": ("pulled", "pulled"),
    "forecast": ("forecast", "forecast"),
    "hear": ("heard", "heard"),
    "understand": ("understood", "understood"),
    "foresee": ("foresaw", "foreseen"),
    "quote": ("quoted", "quoted"),
    "put": ("put", "put"),
    "back": ("backed", "backed"),
    "rebut": ("rebutted", "rebutted"),
    "learn": ("learned", "learned"),
    "leave": ("left", "left"),
    "cite": ("cited", "cited"),
    "walk": ("walked", "walked"),
    "row": ("rowed", "rowed"),
    "hint": ("hinted", "hinted"),
    "rescind": ("rescinded", "rescinded"),
    "win": ("won", "won"),
    "cut": ("cut", "cut"),
    "strike": ("struck", "struck"),
    "buy": ("bought", "bought"),
    "sell": ("sold", "sold"),
    "lay": ("laid", "laid"),
}
_DOUBLING = _words(
    "slam snap admit quip rebut chat retweet blog permit plan stop remit ban scrap expel cut win"
)

# Cue verbs ---------------------------------------------------------------------------------------------
# kind -> lemmas. "asserts" is the plain reading; what is said may still make it a denial.
_SAYING = (
    "say tell add state write note report announce claim argue insist suggest explain"
    " acknowledge concede admit declare"
    " assert maintain reveal warn tweet retweet reply respond recall stress emphasise"
    " emphasize reiterate repeat testify"
    " conclude predict estimate indicate promise pledge vow allege contend caution remark"
    " observe comment joke quip"
    " complain lament hint imply boast inform assure remind advise caution urge continue"
    " counter echo argue propose disclose"
    " affirm recount elaborate proclaim opine signal mention describe call demand request ask"
    " wonder believe think expect"
    " blame accuse criticise criticize condemn denounce label brand praise order instruct agree answer object"
    " protest swear speculate"
    " post shout brief read notify forecast show vote email text message blog"
    " fume retort scoff rage thunder snap blast slam"
)
CUE_KINDS: dict[str, str] = {}
CUE_LEMMAS: dict[str, str] = {}
GERUNDS: set[str] = set()
PARTICIPLES: set[str] = set()
for _kind, _lemmas in (
    ("asserts", _SAYING),
    ("confirms", "confirm verify authenticate corroborate"),
    ("denies", "deny refute disown disavow repudiate"),
    ("disputes", "dispute reject dismiss contest contradict challenge question rebut debunk doubt"),
    ("clarifies", "clarify"),
    ("walks back", "backtrack"),
    ("retracts", "retract withdraw rescind delete recant remove revoke"),
    ("apologises", "apologise apologize"),
):
    for _lemma in _lemmas.split():
        for _form in forms(_lemma):
            CUE_KINDS.setdefault(_form, _kind)
            CUE_LEMMAS.setdefault(_form, _lemma)
        GERUNDS.add(forms(_lemma)[4])
        PARTICIPLES.add(forms(_lemma)[3])
CUE_KINDS.pop("", None)

# Forms that are as often nouns or other verbs: they count only where their surroundings say "verb".
UNSURE_CUES = _words(
    "claim claims report reports note notes state states comment comments tweet tweets post"
    " posts show shows estimate estimates"
    " call calls urge urges promise promises pledge pledges vow vows demand demands request"
    " requests order orders reply answer"
    " answers object objects protest protests text texts message messages brief briefs email"
    " emails blog blogs blame forecast"
    " forecasts vote votes read reads question questions doubt doubts challenge challenges"
    " contest contests dispute disputes"
    " remark remarks hint hints signal signals recall recalls repeat echo counter joke quip caution continue"
)
# Lemmas that need something said after them, a clause or a quotation: "called Monday" is not speech.
NEEDS_SPEECH = _words(
    "show read vote call continue order post ask recall find describe message text email"
    " brief report remind think"
    " label brand believe expect blame accuse condemn praise demand request urge speculate wonder agree"
    " object protest mention"
    " signal blog answer criticise criticize instruct swear echo propose repeat joke shout notify"
    " rage thunder snap blast slam"
)
# Verbs whose object may be a plain noun phrase: what is denied, confirmed, withdrawn.
OBJECT_CUES = _words(
    "confirm deny refute dispute reject dismiss contest contradict challenge question rebut"
    " debunk doubt clarify retract withdraw"
    " rescind delete recant disavow disown repudiate remove revoke verify authenticate corroborate apologise"
    " apologize announce acknowledge admit"
    " reveal disclose reiterate describe call report condemn criticise criticize praise blame"
    " accuse demand propose cite order"
    " denounce label brand backtrack claim predict promise pledge allege"
)
JUDGING_CUES = _words(
    "describe denounce label brand condemn criticise criticize praise demand accuse blame urge"
)
# "called the statement a forgery": what somebody calls something.
NAMING_CUES = _words("call describe label brand denounce")
ASKING_CUES = _words("ask order instruct request post text email message brief mention signal")
WITHDRAWING_CUES = _words("retract withdraw rescind delete remove revoke recant")
SPOKEN_OBJECTS = _words(
    "post tweet message statement letter claim report story article video memo email note"
    " notice announcement advisory comment"
    " remark remarks comments account it that thread release posting image photo photograph"
    " order directive guidance result results"
    " them figures allegation allegations accusation tweets posts page statements"
)
ADDRESSEE_CUES = _words(
    "tell inform assure remind warn advise notify urge ask brief instruct caution message text email order"
)

# Nouns for who speaks ------------------------------------------------------------------------------------
PERSON_NOUNS = _words(
    "spokesman spokeswoman spokesperson spokespeople spokesmen official officials source"
    " sources aide aides officer officers"
    " commander commanders general generals admiral colonel captain sergeant lieutenant major"
    " secretary minister ministers"
    " president premier chancellor chairman chairwoman chair chairperson chief chiefs head"
    " director directors governor mayor"
    " senator senators lawmaker lawmakers congressman congresswoman representative"
    " representatives judge justice prosecutor"
    " prosecutors attorney lawyer lawyers ambassador envoy diplomat diplomats adviser advisor"
    " advisers advisors analyst analysts"
    " expert experts scientist scientists researcher researchers professor doctor doctors"
    " physician epidemiologist ceo founder"
    " owner executive executives manager managers employee employees worker workers resident"
    " residents witness witnesses"
    " neighbour neighbor neighbors neighbours victim victims survivor activist activists"
    " organiser organizer candidate candidates"
    " leader leaders member members deputy clerk commissioner inspector superintendent"
    " sheriff detective investigator"
    " investigators police troops rebels militants negotiator negotiators mediator mediators"
    " delegate editor editors reporter"
    " reporters journalist journalists author publisher correspondent anchor host user users"
    " man woman people person persons"
    " mother father brother sister son daughter wife husband teacher student principal"
    " headteacher king queen prince princess"
    " pope bishop archbishop cardinal priest imam rabbi coach player captain staffer staffers"
    " counsel speaker pilot engineer"
    " veteran soldier soldiers parent parents authorities regulators critics supporters"
    " opponents republicans democrats allies"
    " conservatives liberals voters doctors nurses teachers farmers treasurer coroner auditor"
    " registrar returning economist economists insider insiders"
    " veterinarian curator historian paramedic firefighter firefighters fighter fighters"
    " coordinator administrator undersecretary"
    " lieutenant whistleblower whistle-blower client customer customers passenger"
    " parliamentarian parliamentarians politician politicians boss bosses family families"
    " dean deans provost rector trader traders banker bankers broker brokers lecturer lecturers campaigner"
    " campaigners pensioner retiree shopkeeper shopkeepers landlord tenant tenants nurse councillor councillors"
    " councilman councilwoman constable constables strategist strategists pollster pollsters donor donors lobbyist"
    " lobbyists protester protesters demonstrator demonstrators commuter commuters tourist tourists athlete athletes"
    " relative relatives friend friends colleague colleagues cousin uncle aunt grandmother grandfather widow"
    " solicitor solicitors barrister attorneys mps backbencher backbenchers peers mayors governors farmer driver"
    " drivers contractor contractors surgeon surgeons psychologist professors physicians inspectors referee"
    " teenager teenagers mp chemist biologist virologist builder grocer baker"
)
ORGANISATION_NOUNS = _words(
    "ministry department agency army navy military government administration company firm"
    " court committee council commission"
    " parliament congress senate university hospital embassy union party group coalition"
    " alliance bank board bureau campaign"
    " city county state command corporation foundation institute network newspaper magazine"
    " office organisation organization"
    " outlet police force forces regulator retailer maker manufacturer service society team"
    " website channel association"
    " authority authorities airline club school district centre center division unit station"
    " task brigade syndicate consortium"
    " cabinet house kremlin pentagon palace federation league trust chain brand startup"
    " start-up carmaker supplier operator"
    " watchdog tribunal legislature assembly secretariat delegation militia mission"
    " utility museum charity faculty airport laboratory lab consulate church theatre zoo bookseller brewery"
    " broadcaster bakery supermarket insurer lender"
)
# What stands before the name of a firm or a paper: "the retailer Halden".
TRADING_BODIES = _words(
    "maker company firm retailer manufacturer airline bank charity chain carmaker supplier operator startup start-up"
    " insurer lender newspaper magazine network broadcaster website brand chipmaker drugmaker automaker brewer"
    " publisher grocer bookseller"
)
DOCUMENT_NOUNS = _words(
    "letter memo memorandum statement email e-mail report order notice advisory document"
    " draft filing note circular communique"
    " release affidavit complaint lawsuit indictment ruling transcript dispatch directive"
    " bulletin cable post tweet message"
    " study survey poll review paper article story text bill resolution contract agreement"
    " treaty invitation petition leaflet"
    " announcement page recording video audio video alert decree summary records documents"
    " papers emails messages minutes log logs"
    " certificate posting thread screenshot fax telegram press correspondence slide"
    " presentation manifesto affidavits decision"
)
PAPERS = _words(
    "letter memo memorandum email e-mail order notice advisory document draft circular"
    " communique directive bulletin cable"
    " dispatch note message fax telegram decree filing post tweet posting leaflet invitation"
    " announcement affidavit alert"
)
SENDING = _words("post sign date circulate publish issue address send see write obtain leak label")
POST_NOUNS = _words("post tweet posting thread screenshot tweets posts")
PLATFORMS = _words(
    "twitter facebook instagram telegram whatsapp tiktok youtube linkedin snapchat reddit"
    " mastodon threads bluesky weibo vk"
    " signal parler gab wechat viber substack tumblr"
)
ROLE_NOUNS = PERSON_NOUNS - _words(
    "people person persons man woman troops police authorities mother father user users"
    " sources source residents voters critics"
    " supporters opponents republicans democrats allies rebels militants major"
)
TITLE_MODIFIERS = _words(
    "assistant press prime foreign deputy acting former vice chief senior top health defence defense"
    " interior finance lead permanent"
    " executive managing unnamed anonymous first one"
)
PRIVATE_ROLES = _words(
    "company inc ceo executive manager founder owner campaign union toys foods coach player analyst"
    " technology financial operating marketing commercial"
)
PUBLIC_WORDS = _words("city county council town municipal federal state ministry police government village")
OFFICIAL_ROLES = _words(
    "secretary minister general gen lt col brig adm maj admiral colonel commander president"
    " premier chancellor mayor governor senator"
    " congressman congresswoman ambassador envoy sheriff commissioner prosecutor judge"
    " justice sen rep gov official officials"
    " clerk undersecretary lawmaker lawmakers diplomat diplomats police registrar coroner"
    " attorney chief prime parliamentarian"
    " inspector administrator superintendent king queen regulator regulators officer"
    " authorities returning staffer councillor"
)
# With one of these in small letters a body is none of public office: "the police union", "the mayor's campaign".
PRIVATE_BODIES = _words("union party campaign company firm newspaper charity club federation")
OFFICIAL_BODIES = _words(
    "ministry department agency army navy military government administration court committee"
    " council commission parliament"
    " congress senate embassy command force forces police pentagon kremlin house coalition"
    " state county city office bureau"
    " authority authorities cabinet palace fda cdc fbi cia nasa nato un eu centcom who epa"
    " faa ntsb ministers security guard"
    " marine marines corps treasury board district regulator watchdog bank commissioner"
    " chiefs staff union nations republic"
)
ANONYMOUS_NOUNS = _words(
    "official officials source sources person people aide aides insider insiders employee"
    " employees staffer staffers diplomat"
    " diplomats executive executives officer officers lawmaker adviser advisor advisers"
    " advisors worker soldier negotiator"
    " mediator man woman witness witnesses resident"
)
ORGANISATION_WORDS = _words(
    "ministry department agency army navy force forces military government administration"
    " company court committee council"
    " commission parliament congress senate university hospital embassy union party group"
    " coalition alliance bank board"
    " bureau command corp corporation foundation institute network office organisation"
    " organization police service services"
    " society association authority inc ltd llc plc gmbh news times post journal press"
    " tribune herald guardian reuters"
    " pentagon kremlin house nations chiefs staff guard corps security republic center centre"
    " college school club league"
    " international systems industries foods motors airlines airways brothers holdings"
    " partners laboratories labs media"
    " television radio tv magazine examiner telegraph mirror independent gazette chronicle"
    " observer observatory registry"
    " fund federation front movement brigades trust museum exchange commons lords assembly"
    " cabinet task county state city"
    " committee's administration's toys electronics pharmaceuticals technologies energy oil"
    " gas water power rail railways"
)
KNOWN_ORGANISATIONS = _words(
    "pentagon congress parliament kremlin reuters afp ap bbc cnn msnbc nbc abc cbs pbs npr"
    " axios politico bloomberg nato un eu fbi cia"
    " fda cdc who nasa centcom isis hamas hezbollah taliban google facebook twitter apple"
    " amazon microsoft interpol opec unicef"
    " unesco newsweek buzzfeed vocativ gawker mediaite breitbart vatican senate boeing airbus"
    " nhs ukhsa hmrc ofcom ofsted fifa uefa ioc wada athletics imf ecb nhtsa cpsc osha dhs nypd lapd"
    " toyota tesla nestle unhcr wfp"
)
RANKS = _words(
    "gen. lt. col. maj. capt. brig. adm. gen lt col maj capt brig adm sgt cdr lt-gen rear"
    " vice sgt. cpl. pvt. cmdr. general admiral"
    " colonel major captain lieutenant"
    " sergeant commander commodore marshal"
)
TITLES = RANKS | _words(
    "cllr cllr. mr. mrs. ms. dr. prof. sen. rep. gov. rev. hon. amb. mr mrs ms dr prof sir dame lord"
    " lady baroness president secretary minister"
    " senator congressman congresswoman representative governor mayor chairman chairwoman"
    " chancellor premier ambassador judge justice"
    " king queen prince princess pope sheriff chief director commissioner spokesman"
    " spokeswoman spokesperson attorney"
    " provost dean rector treasurer councillor councilman councilwoman alderman constable"
    " chaplain surgeon vice-president"
    " speaker professor detective inspector superintendent officer ceo leader envoy adviser"
    " advisor editor reporter sheikh"
    " ayatollah imam cardinal archbishop bishop father sister administrator undersecretary"
    " clerk prosecutor coach deputy reps. sens."
)
TITLES_AS_SURNAMES = _words("king bishop dean marshal major prince pope judge constable")
FORMS_OF_ADDRESS = _words(
    "cllr cllr. mr. mrs. ms. dr. prof. mr mrs ms dr prof sir dame lord lady baroness sen."
    " rep. gov. rev. hon. amb. sheikh"
)
# With one of these a single name is complete: "Lord Halden", "Queen Anne".
NOBLE = _words("sir dame lord lady baroness king queen prince princess pope sheikh")
HEADS = _words(
    "chief boss head leader secretary minister director chairman chairwoman chair commissioner president ceo"
    " executive governor superintendent commander chancellor premier mayor"
)
SUPERLATIVES = _words(
    "top senior most highest-ranking highest ranking four-star three-star two-star one-star chief leading"
)
# Words that tell how somebody is placed, not what they are head of.
PLACING = SUPERLATIVES | _words(
    "the nation country current former veteran outgoing caretaker embattled new long-serving 's"
)
# News agencies and broadcasters that stand in brackets behind the place of a report.
AGENCIES = "AP|AFP|CNN|UPI|ANI|PTI|TASS|DPA|dpa|EFE|Reuters|Xinhua|Bloomberg|Kyodo"
# What ministers and secretaries are of: the last word of an office before a name.
PORTFOLIOS = _words(
    "defense defence state interior treasury justice commerce energy labor labour education health transport"
    " transportation agriculture affairs environment finance trade culture development housing intelligence"
    " security chiefs staff operations services veterans relations communications homeland exchequer foreign public and"
)
FEMALE = _words(
    "mrs. ms. mrs ms spokeswoman chairwoman congresswoman dame lady queen princess woman"
    " mother sister daughter wife sister actress"
)
MALE = _words(
    "mr. mr spokesman chairman congressman sir lord king prince man father brother son husband pope imam"
)
# The commonest given names that nearly always tell; those that both bear (Alex, Kim, Sam, Robin) are left out.
WOMENS_NAMES = _words(
    "mary patricia jennifer linda elizabeth barbara susan jessica sarah karen lisa nancy betty sandra margaret emily"
    " michelle carol amanda melissa deborah stephanie rebecca laura sharon cynthia amy kathleen angela emma"
    " brenda pamela nicole samantha katherine catherine christine helen rachel carolyn janet maria heather diane julie"
    " joyce victoria christina joan evelyn judith olivia martha cheryl megan hannah alice ann anne anna"
    " teresa sara janice julia grace judy theresa denise marilyn amber danielle rose brittany diana natalie"
    " sophia sophie isabella charlotte lori kayla alexis ruth fiona claire lucy louise jane gillian sheila siobhan"
    " hillary hilary angela ursula giorgia marine christine nadia fatima aisha leila priya elena olga irina natalia"
    " ingrid astrid camilla marta lucia sofia carmen rosa ana eva lena greta heidi petra monica veronica yvonne"
    " kirsty eleanor harriet maureen doreen bridget eileen moira wendy tracy tracey gail gwen hazel iris ivy joanna"
    " lorna miriam naomi nora paula penelope philippa roberta rosemary sally shirley sylvia tamara tanya una"
    " vanessa vera virginia yasmin zoe melania ivanka kellyanne condoleezza"
)
MENS_NAMES = _words(
    "james robert john michael david william richard joseph thomas charles christopher daniel matthew anthony mark"
    " donald steven paul andrew joshua kenneth kevin brian george edward ronald timothy jason jeffrey ryan jacob gary"
    " nicholas eric jonathan stephen larry justin scott brandon benjamin samuel gregory frank alexander raymond"
    " patrick jack dennis jerry tyler aaron jose adam nathan henry douglas zachary peter kyle walter ethan jeremy"
    " harold keith christian roger noah gerald carl terry sean austin arthur lawrence jesse dylan bryan joe billy"
    " bruce albert willie gabriel logan alan juan wayne roy ralph randy eugene vincent russell louis bobby philip"
    " mike bill tom jim bob dan tim ben ted ken ron don greg jeff rick phil luis carlos jorge pedro miguel antonio"
    " ahmed mohammed muhammad mohamed omar hassan ibrahim yusuf abdul ivan sergei vladimir dmitri boris mikhail"
    " hans klaus jürgen stefan wolfgang lars sven erik nils olaf piet jan giovanni marco luca paolo pierre"
    " jacques françois antoine hugo otto oscar leo max felix simon martin neil nigel graham gordon ian stuart"
    " duncan alistair angus hamish malcolm trevor clive derek geoffrey gareth rhys owen colin craig barry"
    " gwyn liam conor declan brendan gerard barack mitt rand marco bernie emmanuel rishi keir boris narendra recep xi"
)
SERVICES = _words(
    "army navy marine marines air force guard coast u.s. us british iraqi iranian french"
    " german russian israeli royal retired"
)

# Function words --------------------------------------------------------------------------------------------
PRONOUNS = _words("he she they it i we who")
PERSONAL = _words("he she they")
DETERMINERS = _words(
    "the a an this that these those his her their its our my another some two three four five"
    " six several many one most both no any each every all other at"
)
NUMERALS = _words("one two three four five six seven eight nine ten another several")
PREPOSITIONS = _words(
    "of for in at from with to on near inside within by about over under against between"
    " among through via during after before into across behind familiar close including"
    " without"
)
CLAUSE_WORDS = _words(
    "that and but or as because while when whereas although though if since until unless"
    " whether where which who whom whose"
    " after before so than then how what why nor yet despite however meanwhile"
)
AUXILIARIES = _words(
    "has have had having would could will may might did does do is are was were be been being"
    " not never n't can cannot shall should must"
    " hasn't haven't hadn't didn't doesn't wouldn't won't couldn't wasn't weren't isn't aren't"
)
BE_FORMS = _words("is are was were be been being isn't aren't wasn't weren't got")
ADVERBS = _words(
    "also later then still again further now already just once both all subsequently quickly"
    " earlier recently himself herself"
    " themselves itself soon first even simply only always often too almost instead ever"
    " since initially promptly separately"
    " afterwards afterward previously briefly meanwhile finally abruptly today yesterday"
    " tomorrow late early tonight long"
)
COMMON_VERBS = AUXILIARIES | _words(
    "left went came took made got gave saw became began kept put ran set sent held stood"
    " brought led met lost grew fell rose"
    " broke spoke leaves goes comes takes makes gets gives says wants want wanted needs need"
    " seems appeared appears seemed"
    " remains remained think thinks leave take make go come get give know knew known felt"
    " feel feels let become stay stayed"
    " killed struck hit shot won beat died arrived fled caused happened erupted sparked"
    " prompted followed triggered quickly"
    " started ended continued spread surfaced emerged circulated spent"
)
# Finite verbs that go on with the main clause after "a letter saying that ...".
MAIN_VERBS = _words(
    "was were is are has had set sparked triggered prompted caused spread surfaced emerged"
    " leaked circulated drew raised"
    " went came led stunned shocked appeared began broke caught turned proved made threw"
    " sowed created unleashed fuelled"
    " fueled alarmed angered rattled startled dominated landed reached"
)
DAYS = _words("monday tuesday wednesday thursday friday saturday sunday")
MONTHS = _words(
    "january february march april may june july august september october november december"
    " jan. feb. mar. apr. jun. jul. aug. sep. sept. oct. nov. dec."
)
DAYPARTS = _words("morning afternoon evening night noon midday midnight")
# Unions that the rules ask for at every token are made once, here.
CALENDAR = DAYS | MONTHS
DAY_WORDS = DAYS | DAYPARTS
NO_PART_OF_A_NAME = CALENDAR | PRONOUNS
WHO_NOUNS = PERSON_NOUNS | ORGANISATION_NOUNS
SPEAKING_NOUNS = WHO_NOUNS | PAPERS
BODY_NOUNS = KNOWN_ORGANISATIONS | ORGANISATION_NOUNS
BODY_WORDS = BODY_NOUNS | ORGANISATION_WORDS
OFFICIAL_WORDS = OFFICIAL_ROLES | OFFICIAL_BODIES
BEFORE_NAMES = RANKS | FORMS_OF_ADDRESS
LINKS = PREPOSITIONS | CLAUSE_WORDS
LINKS_AND_ADVERBS = LINKS | ADVERBS
ADJUNCT_NOUNS = (
    _words(
        "statement interview briefing conference letter tweet tweets post posts release email"
        " e-mail phone call hearing speech address"
        " appearance television tv video message remarks memo filing court testimony press radio"
        " podcast blog note order report"
        " thread telephone broadcast memorandum week month afternoon morning evening night day"
        " today update session show rally meeting"
        " announcement interviews gaggle texts text condition comments capitol pentagon"
        " questioning live air program programme advisory"
    )
    | PLATFORMS
    | DAYS
    | MONTHS
)
NEVER_SPEAKERS = (
    DAYS
    | MONTHS
    | DAYPARTS
    | _words(
        "monday's tuesday's today yesterday tomorrow tonight christmas easter ramadan year week"
        " month hours minutes time days"
        " weeks years months seconds weekend things thing fact facts matter case moment"
    )
)
PLACES = _words(
    "washington baghdad london paris tehran moscow beijing brussels berlin rome tokyo delhi"
    " kabul damascus jerusalem cairo"
    " ankara istanbul kyiv kiev york angeles francisco chicago boston dallas houston miami"
    " seattle atlanta manila nairobi lagos"
    " geneva vienna madrid lisbon dublin edinburgh glasgow manchester birmingham sydney"
    " melbourne canberra ottawa toronto"
    " europe asia africa america australia antarctica california texas florida ohio michigan georgia"
)
STOPWORDS = frozenset(
    DETERMINERS
    | PREPOSITIONS
    | CLAUSE_WORDS
    | AUXILIARIES
    | PRONOUNS
    | ADVERBS
    | _words(
        "him them us me you your yours hers ours there here up down out off more very much such"
        " own same like while not it's"
        " he's she's that's we're they're i'm new would monday according said says say told tells"
        " asked added wrote"
        " least last next per cent percent mr mrs ms via yet"
    )
)

# Clauses and terms ---------------------------------------------------------------------------------------
_PLAIN = re.compile(r"[^\W_]+(?:[.'’-][^\W_]+)*")
_BEFORE_INNER_VERB = CLAUSE_WORDS | PRONOUNS | AUXILIARIES | {",", "to"}
_WITH_VERBS = AUXILIARIES | ADVERBS


def clause_length(lows: list[str]) -> int:
    """How many words of a clause belong to it when the verb of an outer clause may follow.

    "that troops would leave their country set off confusion" stops before "set", "to return masks was
    withdrawn" before "was".
    """
    finite = "to" not in lows[:3]
    seen = not finite
    position = 0
    while position < len(lows):
        low = lows[position]
        before = lows[position - 1] if position else ""
        if low in MAIN_VERBS and position > 2 and seen and before not in _BEFORE_INNER_VERB:
            return position
        if low in AUXILIARIES or low in COMMON_VERBS or (low.endswith("ed") and position and not finite):
            while position + 1 < len(lows) and (lows[position + 1] in _WITH_VERBS):
                position += 1
            seen = True
        position += 1
    return len(lows)


def terms(text: str) -> frozenset[str]:
    """Stems of the words of a text that carry meaning, numbers included."""
    return frozenset(map(_term, _PLAIN.findall(with_one_name(text)))) - _NO_TERM


@lru_cache(maxsize=20_000)  # a text has few words that the texts before it had not
def _term(word: str) -> str:
    """The stem of a word that carries meaning, "" of any other."""
    if (len(word) < 3 and not word.isdigit() and not word.isupper()) or word.lower() in STOPWORDS:
        return ""
    return stem(word)


_NO_TERM = frozenset([""])


def as_written(text: str, stems: frozenset[str]) -> list[str]:
    """The words of a text with one of these stems, as they stand there, each once; names of countries last."""
    found = [word for word in _PLAIN.findall(text) if _term(word) in stems]
    for names, name in COUNTRIES:
        if stem(name) in stems:
            found += names.findall(text)
    return list(dict.fromkeys(found))
