### The texts of a sample app for people who are new in a region: the source text of the bundle "app".
### Short and polite, in easy words: many readers are still learning the language.

## Names

# The name of the app stays as it is.
-app-name = Lotse
# The office for people from other countries. Give it the cases and genders that your language needs.
-office =
    { $case ->
       *[nominative] die Ausländerbehörde
        [dative] der Ausländerbehörde
    }
# Free advice for adults from other countries
-advice =
    { $case ->
       *[nominative] die Migrationsberatung
        [dative] der Migrationsberatung
    }
-course =
    { $number ->
       *[singular] Deutschkurs
        [plural] Deutschkurse
    }

## Navigation; the labels stand below small pictures

# MAX_LENGTH: 14
nav-home = Start
# MAX_LENGTH: 14
nav-search = Suche
# MAX_LENGTH: 14
nav-map = Karte
# MAX_LENGTH: 14
nav-offers = Angebote
# MAX_LENGTH: 14
nav-saved = Gemerkt
# MAX_LENGTH: 14
nav-settings = Einstellungen
nav-back =
    .label = Zurück
nav-menu =
    .label = Menü öffnen
    .hint = Zeigt alle Themen
nav-close =
    .label = Schließen
nav-more = Mehr anzeigen
welcome = Willkommen bei { -app-name }!

## Search

search-field =
    .label = In allen Seiten suchen
    .placeholder = Was suchen Sie?
search-clear =
    .label = Suche leeren
# $count (number): pages that were found
search-results =
    { $count ->
        [0] Keine Treffer
        [one] Ein Treffer
       *[other] { $count } Treffer
    }
# $query (text): what the reader typed
search-nothing = Zu „{ $query }“ gibt es hier nichts. Bitte ein anderes Wort versuchen.
search-recent = Zuletzt gesucht

## Without a network

offline-banner = Kein Internet. Sie sehen die gespeicherten Seiten.
# $date (date): when the saved pages were last brought up to date
offline-as-of = Stand: { DATETIME($date, dateStyle: "long", timeStyle: "short") }
offline-missing = Diese Seite ist noch nicht auf Ihrem Handy. Bitte später mit Internet öffnen.
# $count (number): pages on the phone
# $size (text): a size with its unit, such as "4,2 MB"
offline-stored =
    { $count ->
        [one] Eine Seite ist gespeichert ({ $size }).
       *[other] { $count } Seiten sind gespeichert ({ $size }).
    }
offline-delete = Gespeicherte Seiten löschen

## Bringing the saved pages up to date

# $percent (number): 0 to 100
sync-progress = Neue Inhalte werden geladen: { NUMBER($percent, maximumFractionDigits: 0) } %
    .label = Neue Inhalte werden geladen
# $done (number): pages that are there
# $total (number): pages in all
sync-pages = Geladene Seiten: { $done } von { $total }
# $count (number): pages that are new or changed
sync-done =
    { $count ->
        [0] Alles ist aktuell.
        [one] Fertig. Eine Seite ist neu oder geändert.
       *[other] Fertig. { $count } Seiten sind neu oder geändert.
    }
# $date (date): the last time
sync-last = Zuletzt aktualisiert: { DATETIME($date, dateStyle: "medium", timeStyle: "short") }
sync-waiting = Die neuen Inhalte kommen, sobald Sie wieder Internet haben.
sync-wifi-only = Nur über WLAN laden
sync-now = Jetzt aktualisieren
# $size (text): a size with its unit
sync-large = Das sind { $size }. Jetzt laden oder auf WLAN warten?
# $value (number): kilobytes
size-kb = { NUMBER($value, maximumFractionDigits: 0) } KB
# $value (number): megabytes
size-mb = { NUMBER($value, maximumFractionDigits: 1) } MB

## Languages and regions

language-choose = Sprache wählen
# $language (text): the name of the language in itself
language-current = Sprache: { $language }
    .label = Sprache ändern. Jetzt: { $language }
# $language (text): the name of the language that the page is shown in
language-fallback = Diese Seite ist noch nicht übersetzt. Sie lesen sie in einer anderen Sprache: { $language }
language-machine = Diesen Text hat ein Computer übersetzt. Er kann Fehler enthalten.
language-outdated = Der deutsche Text ist neuer als diese Übersetzung.
# $count (number): languages
language-count =
    { $count ->
        [one] In einer Sprache
       *[other] In { $count } Sprachen
    }
region-choose = Wo leben Sie?
# $region (text): the name of the region
region-change = Region ändern (jetzt: { $region })

## Emergency

# MAX_LENGTH: 18
emergency-title = Notfall
emergency-ambulance = Feuerwehr und Krankenwagen: 112
emergency-police = Polizei: 110
emergency-doctor = Arzt am Abend und am Wochenende: 116 117
emergency-women = Hilfe für Frauen bei Gewalt: 116 016
emergency-free = Der Anruf kostet nichts.
emergency-say = Sagen Sie zuerst, <strong>wo Sie sind</strong>.
# $number (text): a telephone number
emergency-call = Anrufen
    .label = Die Nummer { $number } anrufen

## Offers near you

offers-near = Angebote in Ihrer Nähe
# $count (number): offers
offers-count =
    { $count ->
        [0] Keine Angebote
        [one] Ein Angebot
       *[other] { $count } Angebote
    }
# $distance (number): metres
offers-metres = { NUMBER($distance, maximumFractionDigits: 0) } m entfernt
# $distance (number): kilometres
offers-kilometres = { NUMBER($distance, maximumFractionDigits: 1) } km entfernt
offers-location = Bitte den Standort einschalten. Er bleibt auf Ihrem Handy.
# $audience (text): women, families, youth or everyone
offers-audience =
    { $audience ->
        [women] Für Frauen
        [families] Für Familien
        [youth] Für junge Menschen
       *[everyone] Für alle
    }
# $price (text): free, reduced or paid
offers-price =
    { $price ->
        [free] Kostenlos
        [reduced] Günstiger mit Nachweis
       *[paid] Kostet Geld
    }
# $count (number): places that are free
offers-places =
    { $count ->
        [0] Alle Plätze sind vergeben.
        [one] Ein Platz ist noch frei.
       *[other] { $count } Plätze sind noch frei.
    }
offers-route = Weg zeigen
    .hint = Öffnet eine andere App

## Opening hours

hours-title = Öffnungszeiten
# $state (text): open, closing, closed or unknown
hours-state =
    { $state ->
        [open] Jetzt geöffnet
        [closing] Schließt bald
        [closed] Jetzt geschlossen
       *[unknown] Bitte vorher anrufen
    }
# $time (date): when it closes today
hours-until = Geöffnet bis { DATETIME($time, hour: "numeric", minute: "numeric") }
# $time (date): when it opens next
hours-opens = Öffnet wieder: { DATETIME($time, weekday: "long", hour: "numeric", minute: "numeric") }
hours-appointment = Nur mit Termin

## Offices and courses

office-ask = Haben Sie Fragen zu Ihrem Aufenthalt? Fragen Sie bei { -office(case: "dative") }.
# $state (text): open or closed
office-today =
    { $state ->
        [open] Heute ist { -office } geöffnet.
       *[closed] Heute ist { -office } geschlossen.
    }
advice-help = Mit { -advice(case: "dative") } können Sie kostenlos sprechen.
# $count (number): courses
course-count =
    { $count ->
        [one] Ein { -course }
       *[other] { $count } { -course(number: "plural") }
    }

## On a page

page-save =
    .label = Diese Seite merken
page-share =
    .label = Diese Seite teilen
page-listen =
    .label = Diese Seite vorlesen
# $date (date): the last change
page-updated = Geändert am { DATETIME($date, dateStyle: "long") }
# $minutes (number): how long it takes to read the page
page-minutes =
    { $minutes ->
        [one] Eine Minute Lesezeit
       *[other] { $minutes } Minuten Lesezeit
    }
page-helpful = War diese Seite hilfreich?
    .yes = Ja
    .no = Nein
# $position (number): which one, counted from 1
# $total (number): how many there are
page-position =
    .label = Seite { $position } von { $total }
# $count (number): places on the map
map-places =
    .label =
        { $count ->
            [one] Karte mit einem Ort
           *[other] Karte mit { $count } Orten
        }

## Events

# $start (date): when it begins
event-date = { DATETIME($start, weekday: "long", day: "numeric", month: "long") }
event-today = Heute
event-tomorrow = Morgen
# $days (number): days until the event
event-days =
    { $days ->
        [one] Noch ein Tag
       *[other] Noch { $days } Tage
    }
event-cancelled = Fällt aus

## When something does not work

error-network = Keine Verbindung. Bitte prüfen Sie das Internet auf Ihrem Handy.
error-server = Der Server antwortet nicht. Bitte später noch einmal versuchen.
error-not-found = Diese Seite gibt es nicht mehr.
error-storage = Auf Ihrem Handy ist zu wenig Platz. Bitte etwas löschen.
error-retry = Noch einmal versuchen
# $code (text): what helps the people who make the app
error-other = Etwas ist schiefgegangen. Bitte noch einmal versuchen. (Code: { $code })

## Settings

settings-text-size =
    .label = Größe der Schrift
settings-dark = Dunkle Farben
settings-news = Nachrichten aus Ihrer Region zeigen
settings-privacy = { -app-name } sammelt keine Daten über Sie. <a href="https://lotse.example/privacy">Mehr zum Datenschutz</a>
