### Left out is what a native speaker should write first; readers see the German text there.

## Nav

-app-name = Lotse
-office = daîreya biyaniyan
-advice = şêwirmendiya koçberiyê
-course =
    { $number ->
       *[singular] kursa almanî
        [plural] kursên almanî
    }

## Gerîn

nav-home = Destpêk
nav-search = Lêgerîn
nav-map = Nexşe
nav-offers = Pêşniyar
nav-saved = Tomarkirî
nav-settings = Mîheng
nav-back =
    .label = Vegere
nav-menu =
    .label = Menuyê veke
    .hint = Hemû mijaran nîşan dide
nav-close =
    .label = Bigire
nav-more = Zêdetir nîşan bide
welcome = Hûn bi xêr hatin { -app-name }!

## Lêgerîn

search-field =
    .label = Di hemû rûpelan de bigere
    .placeholder = Hûn li çi digerin?
search-clear =
    .label = Lêgerînê paqij bike
search-results =
    { $count ->
        [0] Tu encam tune
        [one] Encamek
       *[other] { $count } encam
    }
search-nothing = Li vir ji bo “{ $query }” tiştek tune. Ji kerema xwe peyveke din biceribînin.
search-recent = Lêgerînên dawî

## Bê înternet

offline-banner = Înternet tune. Hûn rûpelên tomarkirî dibînin.
offline-as-of = Rewşa { DATETIME($date, dateStyle: "long", timeStyle: "short") }
offline-missing = Ev rûpel hîn li ser telefona we tune. Ji kerema xwe paşê bi înternetê vekin.
offline-stored =
    { $count ->
        [one] Rûpelek tomarkirî ye ({ $size }).
       *[other] { $count } rûpel tomarkirî ne ({ $size }).
    }
offline-delete = Rûpelên tomarkirî jê bibe

## Nûkirin

sync-progress = Naveroka nû tê barkirin: { NUMBER($percent, maximumFractionDigits: 0) } %
    .label = Naveroka nû tê barkirin
sync-pages = Rûpelên barkirî: { $done } ji { $total }
sync-done =
    { $count ->
        [0] Her tişt nû ye.
        [one] Qediya. Rûpelek nû ye an hatiye guhertin.
       *[other] Qediya. { $count } rûpel nû ne an hatine guhertin.
    }
sync-last = Nûkirina dawî: { DATETIME($date, dateStyle: "medium", timeStyle: "short") }
sync-waiting = Gava înterneta we dîsa hebe, naveroka nû tê.
sync-wifi-only = Tenê bi Wi-Fi bar bike
sync-now = Niha nû bike
size-kb = { NUMBER($value, maximumFractionDigits: 0) } KB
size-mb = { NUMBER($value, maximumFractionDigits: 1) } MB

## Ziman û herêm

language-choose = Zimanekî hilbijêrin
language-current = Ziman: { $language }
    .label = Zimên biguherîne. Niha: { $language }
language-fallback = Ev rûpel hîn nehatiye wergerandin. Hûn wê bi zimanekî din dixwînin: { $language }
language-machine = Kompîturekê ev nivîs wergerandiye. Dibe ku şaşî tê de hebin.
language-outdated = Nivîsa almanî ji vê wergerê nûtir e.
language-count =
    { $count ->
        [one] Bi zimanekî
       *[other] Bi { $count } zimanan
    }
region-choose = Hûn li ku dijîn?
region-change = Herêmê biguherîne (niha: { $region })

## Rewşa awarte

emergency-title = Rewşa awarte
emergency-ambulance = Agirkuj û ambulans: 112
emergency-police = Polîs: 110
emergency-doctor = Bijîşk êvarê û dawiya hefteyê: 116 117
emergency-women = Alîkarî ji bo jinên ku tundiyê dibînin: 116 016
emergency-free = Telefon bêpere ye.
emergency-say = Pêşî bêjin <strong>hûn li ku ne</strong>.
emergency-call = Telefon bike
    .label = Telefonî hejmara { $number } bike

## Pêşniyarên nêzîk

offers-near = Pêşniyarên nêzîkî we
offers-count =
    { $count ->
        [0] Tu pêşniyar tune
        [one] Pêşniyarek
       *[other] { $count } pêşniyar
    }
offers-metres = { NUMBER($distance, maximumFractionDigits: 0) } m dûr
offers-kilometres = { NUMBER($distance, maximumFractionDigits: 1) } km dûr
offers-audience =
    { $audience ->
        [women] Ji bo jinan
        [families] Ji bo malbatan
        [youth] Ji bo ciwanan
       *[everyone] Ji bo her kesî
    }
offers-price =
    { $price ->
        [free] Bêpere
        [reduced] Bi belgeyê erzantir
       *[paid] Bi pere
    }
offers-places =
    { $count ->
        [0] Hemû cih tijî ne.
        [one] Hîn cihek vala ye.
       *[other] Hîn { $count } cih vala ne.
    }
offers-route = Rê nîşan bide
    .hint = Bernameyeke din vedike

## Demên vekirinê

hours-title = Demên vekirinê
hours-state =
    { $state ->
        [open] Niha vekirî ye
        [closing] Di demeke kin de tê girtin
        [closed] Niha girtî ye
       *[unknown] Ji kerema xwe pêşî telefon bikin
    }
hours-until = Heta { DATETIME($time, hour: "numeric", minute: "numeric") } vekirî ye
hours-opens = Dîsa vedibe: { DATETIME($time, weekday: "long", hour: "numeric", minute: "numeric") }

## Daîre û kurs

office-ask = Pirsên we li ser mayîna we hene? Ji { -office } bipirsin.
office-today =
    { $state ->
        [open] Îro { -office } vekirî ye.
       *[closed] Îro { -office } girtî ye.
    }
advice-help = Hûn dikarin bêpere bi { -advice } re biaxivin.
course-count =
    { $count ->
        [one] { $count } { -course }
       *[other] { $count } { -course(number: "plural") }
    }

## Li ser rûpelê

page-save =
    .label = Vê rûpelê tomar bike
page-share =
    .label = Vê rûpelê parve bike
page-listen =
    .label = Vê rûpelê bi deng bixwîne
page-updated = Guhertin: { DATETIME($date, dateStyle: "long") }
page-minutes =
    { $minutes ->
        [one] Xwendin deqîqeyek e
       *[other] Xwendin { $minutes } deqîqe ye
    }
page-helpful = Ev rûpel alîkar bû?
    .yes = Erê
    .no = Na
page-position =
    .label = Rûpel { $position } ji { $total }
map-places =
    .label =
        { $count ->
            [one] Nexşe bi cihekî
           *[other] Nexşe bi { $count } cihan
        }

## Çalakî

event-date = { DATETIME($start, weekday: "long", day: "numeric", month: "long") }
event-today = Îro
event-tomorrow = Sibê
event-days =
    { $days ->
        [one] Rojek maye
       *[other] { $days } roj mane
    }
event-cancelled = Hat betalkirin

## Gava tiştek naxebite

error-network = Girêdan tune. Ji kerema xwe li înterneta telefona xwe binêrin.
error-server = Server bersiv nade. Ji kerema xwe paşê dîsa biceribînin.
error-not-found = Ev rûpel êdî tune.
error-storage = Cihê vala li ser telefona we kêm e. Ji kerema xwe tiştekî jê bibin.
error-retry = Dîsa biceribîne
error-other = Tiştek şaş çû. Ji kerema xwe dîsa biceribînin. (Kod: { $code })

## Mîheng

settings-text-size =
    .label = Mezinahiya tîpan
settings-dark = Rengên tarî
settings-news = Nûçeyên herêma we nîşan bide
