## Names

-app-name = Lotse
-office = the immigration office
-advice = the migration advice service
-course =
    { $number ->
       *[singular] German course
        [plural] German courses
    }

## Navigation

nav-home = Home
nav-search = Search
nav-map = Map
nav-offers = Offers
nav-saved = Saved
nav-settings = Settings
nav-back =
    .label = Back
nav-menu =
    .label = Open the menu
    .hint = Shows all topics
nav-close =
    .label = Close
nav-more = Show more
welcome = Welcome to { -app-name }!

## Search

search-field =
    .label = Search all pages
    .placeholder = What are you looking for?
search-clear =
    .label = Clear the search
search-results =
    { $count ->
        [0] No results
        [one] One result
       *[other] { $count } results
    }
search-nothing = There is nothing here about “{ $query }”. Please try another word.
search-recent = Recent searches

## Without a network

offline-banner = No internet. You see the saved pages.
offline-as-of = As of { DATETIME($date, dateStyle: "long", timeStyle: "short") }
offline-missing = This page is not on your phone yet. Please open it later with internet.
offline-stored =
    { $count ->
        [one] One page is saved ({ $size }).
       *[other] { $count } pages are saved ({ $size }).
    }
offline-delete = Delete saved pages

## Bringing the saved pages up to date

sync-progress = Loading new content: { NUMBER($percent, maximumFractionDigits: 0) }%
    .label = Loading new content
sync-pages = Pages loaded: { $done } of { $total }
sync-done =
    { $count ->
        [0] Everything is up to date.
        [one] Done. One page is new or changed.
       *[other] Done. { $count } pages are new or changed.
    }
sync-last = Last updated: { DATETIME($date, dateStyle: "medium", timeStyle: "short") }
sync-waiting = The new content comes as soon as you have internet again.
sync-wifi-only = Only load over Wi-Fi
sync-now = Update now
sync-large = This is { $size }. Load now or wait for Wi-Fi?
size-kb = { NUMBER($value, maximumFractionDigits: 0) } KB
size-mb = { NUMBER($value, maximumFractionDigits: 1) } MB

## Languages and regions

language-choose = Choose a language
language-current = Language: { $language }
    .label = Change the language. Now: { $language }
language-fallback = This page is not translated yet. You are reading it in another language: { $language }
language-machine = A computer translated this text. There may be mistakes in it.
language-outdated = The German text is newer than this translation.
language-count =
    { $count ->
        [one] In one language
       *[other] In { $count } languages
    }
region-choose = Where do you live?
region-change = Change the region (now: { $region })

## Emergency

emergency-title = Emergency
emergency-ambulance = Fire brigade and ambulance: 112
emergency-police = Police: 110
emergency-doctor = Doctor in the evening and at the weekend: 116 117
emergency-women = Help for women who suffer violence: 116 016
emergency-free = The call costs nothing.
emergency-say = First say <strong>where you are</strong>.
emergency-call = Call
    .label = Call the number { $number }

## Offers near you

offers-near = Offers near you
offers-count =
    { $count ->
        [0] No offers
        [one] One offer
       *[other] { $count } offers
    }
offers-metres = { NUMBER($distance, maximumFractionDigits: 0) } m away
offers-kilometres = { NUMBER($distance, maximumFractionDigits: 1) } km away
offers-location = Please turn on your location. It stays on your phone.
offers-audience =
    { $audience ->
        [women] For women
        [families] For families
        [youth] For young people
       *[everyone] For everyone
    }
offers-price =
    { $price ->
        [free] Free
        [reduced] Cheaper with proof
       *[paid] Costs money
    }
offers-places =
    { $count ->
        [0] All places are taken.
        [one] One place is still free.
       *[other] { $count } places are still free.
    }
offers-route = Show the way
    .hint = Opens another app

## Opening hours

hours-title = Opening hours
hours-state =
    { $state ->
        [open] Open now
        [closing] Closing soon
        [closed] Closed now
       *[unknown] Please call first
    }
hours-until = Open until { DATETIME($time, hour: "numeric", minute: "numeric") }
hours-opens = Opens again: { DATETIME($time, weekday: "long", hour: "numeric", minute: "numeric") }
hours-appointment = By appointment only

## Offices and courses

office-ask = Do you have questions about your stay? Ask { -office }.
office-today =
    { $state ->
        [open] Today { -office } is open.
       *[closed] Today { -office } is closed.
    }
advice-help = You can talk to { -advice } free of charge.
course-count =
    { $count ->
        [one] One { -course }
       *[other] { $count } { -course(number: "plural") }
    }

## On a page

page-save =
    .label = Save this page
page-share =
    .label = Share this page
page-listen =
    .label = Read this page aloud
page-updated = Changed on { DATETIME($date, dateStyle: "long") }
page-minutes =
    { $minutes ->
        [one] One minute to read
       *[other] { $minutes } minutes to read
    }
page-helpful = Was this page helpful?
    .yes = Yes
    .no = No
page-position =
    .label = Page { $position } of { $total }
map-places =
    .label =
        { $count ->
            [one] Map with one place
           *[other] Map with { $count } places
        }

## Events

event-date = { DATETIME($start, weekday: "long", day: "numeric", month: "long") }
event-today = Today
event-tomorrow = Tomorrow
event-days =
    { $days ->
        [one] One day to go
       *[other] { $days } days to go
    }
event-cancelled = Cancelled

## When something does not work

error-network = No connection. Please check the internet on your phone.
error-server = The server does not answer. Please try again later.
error-not-found = This page no longer exists.
error-storage = There is too little space on your phone. Please delete something.
error-retry = Try again
error-other = Something went wrong. Please try again. (Code: { $code })

## Settings

settings-text-size =
    .label = Size of the letters
settings-dark = Dark colours
settings-news = Show news from your region
settings-privacy = { -app-name } collects no data about you. <a href="https://lotse.example/privacy">More about privacy</a>
