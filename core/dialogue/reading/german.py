"""German, as people type it to a scheduling assistant; umlauts may be typed as two letters."""

from core.dialogue.reading.language import Language
from core.dialogue.reading.roles import Role

GERMAN = Language(
    code="de",
    commands={
        "help": "hilfe|befehle|hallo|moin|guten tag|guten morgen|was kannst du|wie geht das",
        "connect": "verbinden|verbinde|anmelden|verknüpfen|outlook verbinden|mit outlook verbinden|kalender verbinden"
        "|meinen kalender verbinden|kalender verknüpfen|mein outlook verbinden",
        "connections": "verbindungen|verbindung|konten|konto|meine konten|meine verbindungen|zustand",
        "calendars": "kalender|meine kalender|mein kalender|kalender wählen|kalender auswählen",
        "settings": "einstellungen|einstellung|arbeitszeiten|arbeitszeit|meine einstellungen|meine arbeitszeiten"
        "|meine arbeitszeit|erinnerungen|sprache|ruhezeiten|einladungen",
        "home": "startseite|übersicht",
        "today": "heute|termine|meine termine|tagesplan|mein tag|termine heute|was steht an|was steht heute an"
        "|was ist heute|was habe ich heute|agenda heute|kalender heute",
        "tomorrow": "morgen|termine morgen|was steht morgen an|was ist morgen|was habe ich morgen|agenda morgen",
        "week": "woche|diese woche|meine woche|wochenplan|termine diese woche|was steht diese woche an|agenda woche",
        "bookings": "buchungen|buchung|meine buchungen",
        "cancel": "absagen|absage|stornieren|termin absagen|einen termin absagen|buchung absagen|buchung stornieren"
        "|meinen termin absagen",
        "reschedule": "verschieben|verschiebe|verlegen|umbuchen|termin verschieben|einen termin verschieben"
        "|buchung verschieben|termin verlegen|meinen termin verschieben",
        "conflicts": "konflikte|konflikt|doppelbelegungen|doppelbelegung"
        "|doppelbuchungen|doppelbuchung|überschneidungen|überschneidung"
        "|terminkonflikte|meine konflikte",
        "disconnect": "trennen|abmelden|verbindung trennen|outlook trennen|kalender trennen|verbindung aufheben",
        "types": "terminarten|terminart|besprechungsarten|besprechungsart|meine terminarten",
        "admin": "verwaltung|administration|admin bereich|protokoll",
        "mydata": "meine daten|daten|meine daten löschen|meine daten exportieren|datenauskunft",
        "find": "finden|finde|suchen|suche|buchen|buche|freie zeiten|freie termine|termin finden|zeit finden"
        "|einen termin finden|termin suchen|termin buchen|einen termin buchen|neuer termin|termin vereinbaren",
        "why": "warum|warum nicht|wieso|wieso nicht|weshalb",
    },
    verbs={
        "find": "finde|finden|bin ich|sind wir|habe ich|haben wir|finde mir|finde uns|such|suche"
        "|such mir|suche mir|such uns|suche uns|suchen|plane"
        "|vereinbare|wann hat|wann haben|wann habe|wann kann|wann können|wann ist|wann sind|wann bin",
        "book": "buche|buchen|buch|buch mir|buche mir|reserviere",
        "why": "warum|warum nicht|wieso|wieso nicht|weshalb|warum geht|warum ist",
        "move": "verschieben|verschiebe|verschieben auf|verschiebe auf|verlegen|verlegen auf|verlege|verlege auf"
        "|umbuchen|umbuchen auf",
    },
    last_verbs={
        "find": "finden|suchen|vereinbaren|planen",
        "book": "buchen|reservieren",
        "move": "verschieben|verlegen",
    },
    lead_ins="bitte|kannst du|könntest du|würdest du|können wir|könnten wir|ich brauche|ich möchte|ich will"
    "|wir brauchen|wir möchten|wir wollen|lass uns|hallo|moin|guten tag|guten morgen"
    "|mal|zeig|zeig mir|zeige|zeige mir|öffne|gib mir",
    endings="bitte|danke",
    plain={
        Role.FILLER: "der|die|das|den|dem|des|ein|eine|einen|einem|einer|mit|termin|termine|besprechung|treffen"
        "|gespräch|anruf|meeting|call|bitte|mir|uns|mich|ich|wir|zeit|zeiten|frei|freie|mal|lang|irgendwann"
        "|möglichst bald|so bald wie möglich|danke|dazu|auch|zusammen|noch|entweder|haben|habe|jeweils",
        Role.AND: "und",
        Role.OR: "oder",
        Role.NOT: "nicht|außer|ausser|ohne|kein|keine|keinen|nur nicht|aber nicht|bloß nicht|ausgenommen|nicht am"
        "|außer am|nicht an|außer an",
        Role.EVERY: "jede|jeden|jeder|jedes|jedem|alle",
        Role.OPTIONAL: "optional",
        Role.WITH: "mit",
        Role.ARTICLE: "der|die|das|den|dem",
        Role.FOR: "für|im namen von",
        Role.ON: "am|an|an dem|an der",
        Role.IN: "in|im|in der|in den",
        Role.WITHIN: "innerhalb von|binnen|innerhalb der|in den|während der",
        Role.OF: "von",
        Role.FROM: "von|ab|vom|ab dem|von dem|nicht vor|nicht vor dem|frühestens|frühestens ab|frühestens um"
        "|frühestens am|nicht früher als",
        Role.TO: "bis|bis zum",
        Role.TIMES: "mal|termine|x",
        Role.UNTIL: "bis|bis zum|bis spätestens|spätestens|spätestens bis|spätestens um|spätestens am|nicht nach"
        "|nicht später als",
        Role.BEFORE: "vor|vor dem|früher als",
        Role.AFTER: "nach|nach dem|später als",
        Role.AT: "um|genau um|punkt",
        Role.BETWEEN: "zwischen|zwischen dem",
        Role.NEXT: "nächste|nächsten|nächster|nächstes|nächstem|die nächsten",
        Role.COMING: "kommende|kommenden|kommender|kommendes|kommendem",
        Role.THIS: "diese|diesen|dieser|dieses|diesem",
        Role.AFTER_NEXT: "übernächste woche|übernächster woche|übernächsten woche",
        Role.WEEK: "woche|wochen|kw|kalenderwoche",
        Role.MONTH_UNIT: "monat|monats",
        Role.WEEKEND: "wochenende|wochenenden|am wochenende",
        Role.WORKDAYS: "werktags|wochentags|werktage|an werktagen|an wochentagen",
        Role.O_CLOCK: "uhr",
        Role.ZONE_WORD: "zeit|ortszeit|uhrzeit",
    },
    words={
        Role.RELATIVE: {"vorgestern": -2, "gestern": -1, "heute": 0, "morgen": 1, "übermorgen": 2, "überübermorgen": 3},
        Role.PART: {
            "morgen|morgens|vormittag|vormittags|früh|am morgen|am vormittag|in der früh|in der frühe": 0,
            "nachmittag|nachmittags|am nachmittag": 1,
            "abend|abends|am abend": 2,
            "mittags|mittag|mittagszeit|über mittag|zur mittagszeit|in der mittagspause|am mittag": 3,
            "frühmorgens|zeitig|am frühen morgen": 4,
            "am frühen nachmittag|früher nachmittag": 5,
            "am späten nachmittag|später nachmittag|spätnachmittag": 6,
            "am späten vormittag|später vormittag": 7,
        },
        Role.NOON: {"mittag": 12 * 60, "mitternacht": 24 * 60},
        Role.COUNT: {
            "ein|eine|einer|einem|einen|eins": 1,
            "zwei|ein paar": 2,
            "drei": 3,
            "vier": 4,
            "fünf": 5,
            "sechs": 6,
            "sieben": 7,
            "acht": 8,
            "neun": 9,
            "zehn": 10,
            "elf": 11,
            "zwölf": 12,
            "fünfzehn": 15,
            "zwanzig": 20,
            "dreißig": 30,
            "vierzig": 40,
            "fünfundvierzig": 45,
            "fünfzig": 50,
            "sechzig": 60,
            "neunzig": 90,
        },
        Role.MINUTES_FROM: {"halb": -30, "viertel nach": 15, "viertel vor|dreiviertel": -15},
        Role.RHYTHM: {
            "täglich|jeden tag": 0,
            "werktäglich|jeden werktag|jeden arbeitstag|an jedem werktag": 1,
            "wöchentlich|jede woche": 2,
            "zweiwöchentlich|vierzehntägig|jede zweite woche|alle zwei wochen": 3,
            "monatlich|jeden monat": 4,
        },
        Role.UNIT: {
            "minute|minuten|minütig|minütige|minütigen|minütiges": 1,
            "std|stunde|stunden|stündig|stündige": 60,
        },
        Role.PERIOD: {"tag|tage|tagen": 1, "woche|wochen": 7},
        Role.LENGTH: {
            "halbe stunde|eine halbe stunde|halben stunde|einer halben stunde|halbstunde|halbstündig|halbstündige"
            "|halbstündigen|halbstündiges|halbes stündchen|ein halbes stündchen": 30,
            "anderthalb stunden|eineinhalb stunden|einundeinhalb stunden|eineinhalbstündig": 90,
            "zweieinhalb stunden": 150,
            "viertelstunde|eine viertelstunde|viertel stunde|eine viertel stunde|viertelstündchen": 15,
            "dreiviertelstunde|eine dreiviertelstunde|dreiviertel stunde|eine dreiviertel stunde": 45,
            "einstündig|einstündige|einstündigen|einstündiges|stündchen": 60,
            "zweistündig|zweistündige|zweistündigen": 120,
        },
    },
    days={"sonnabend": 5},
    each="s",
    weak=frozenset({"do", "so"}),
    joins=True,
)
