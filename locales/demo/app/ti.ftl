### Left out is what a native speaker should write first; readers see the German text there.

## ኣስማት

-app-name = Lotse
-office = ቤት ጽሕፈት ጉዳያት ወጻእተኛታት
-advice = ኣገልግሎት ምኽሪ ንስደተኛታት
-course =
    { $number ->
       *[singular] ኮርስ ቋንቋ ጀርመን
        [plural] ኮርሳት ቋንቋ ጀርመን
    }

## ምንቅስቓስ

nav-home = መበገሲ
nav-search = ድለ
nav-map = ካርታ
nav-offers = ኣገልግሎታት
nav-back =
    .label = ተመለስ
nav-close =
    .label = ዕጸው
nav-more = ተወሳኺ ኣርኢ
welcome = እንቋዕ ናብ { -app-name } ብደሓን መጻእኩም!

## ምድላይ

search-field =
    .label = ኣብ ኩሉ ገጻት ድለ
    .placeholder = እንታይ ትደልዩ ኣለኹም?
search-results =
    { $count ->
        [0] ውጽኢት የለን
        [one] { $count } ውጽኢት
       *[other] { $count } ውጽኢታት
    }
search-nothing = ብዛዕባ “{ $query }” ኣብዚ ዝኾነ ነገር የለን። በጃኹም ካልእ ቃል ፈትኑ።

## ብዘይ ኢንተርነት

offline-banner = ኢንተርነት የለን። ዝተዓቀቡ ገጻት ትርእዩ ኣለኹም።
offline-as-of = ዝተሓደሰሉ ዕለት፦ { DATETIME($date, dateStyle: "long", timeStyle: "short") }
offline-missing = እዚ ገጽ ገና ኣብ ስልክኹም የለን። በጃኹም ድሓር ምስ ኢንተርነት ክፈትዎ።
offline-stored =
    { $count ->
        [one] { $count } ገጽ ተዓቂቡ ኣሎ ({ $size })።
       *[other] { $count } ገጻት ተዓቂቦም ኣለዉ ({ $size })።
    }

## ምሕዳስ

sync-pages = ዝተጻዕኑ ገጻት፦ { $done } ካብ { $total }
sync-now = ሕጂ ኣሐድስ

## ቋንቋታትን ዞባታትን

language-choose = ቋንቋ ምረጹ
language-current = ቋንቋ፦ { $language }
    .label = ቋንቋ ቀይሩ። ሕጂ፦ { $language }
language-fallback = እዚ ገጽ ገና ኣይተተርጎመን። ብኻልእ ቋንቋ ተንብብዎ ኣለኹም፦ { $language }
language-machine = ነዚ ጽሑፍ ኮምፒተር ተርጒምዎ። ጌጋታት ክህልዎ ይኽእል እዩ።
language-count =
    { $count ->
        [one] ብ{ $count } ቋንቋ
       *[other] ብ{ $count } ቋንቋታት
    }
region-choose = ኣበይ ትነብሩ?

## ህጹጽ ኩነታት

emergency-title = ህጹጽ ኩነታት
emergency-ambulance = መጥፋእቲ ሓዊን ኣምቡላንስን፦ 112
emergency-police = ፖሊስ፦ 110
emergency-doctor = ሓኪም ኣብ ምሸትን ቀዳመ ሰንበትን፦ 116 117
emergency-women = ሓገዝ ንዓመጽ ዘጋጠመን ደቂ ኣንስትዮ፦ 116 016
emergency-free = እቲ ደወል ብናጻ እዩ።
emergency-say = መጀመርታ <strong>ኣበይ ከም ዘለኹም</strong> ንገሩ።
emergency-call = ደውሉ
    .label = ናብ ቁጽሪ { $number } ደውሉ

## ኣብ ከባቢኹም ዘለዉ ኣገልግሎታት

offers-near = ኣብ ከባቢኹም ዘለዉ ኣገልግሎታት
offers-count =
    { $count ->
        [0] ኣገልግሎት የለን
        [one] { $count } ኣገልግሎት
       *[other] { $count } ኣገልግሎታት
    }
offers-metres = ኣብ { NUMBER($distance, maximumFractionDigits: 0) } ሜትሮ ርሕቀት
offers-kilometres = ኣብ { NUMBER($distance, maximumFractionDigits: 1) } ኪሎሜተር ርሕቀት
offers-audience =
    { $audience ->
        [women] ንደቂ ኣንስትዮ
        [families] ንስድራቤታት
        [youth] ንመንእሰያት
       *[everyone] ንኹሉ
    }

## ሰዓታት ስራሕ

hours-title = ሰዓታት ስራሕ
hours-state =
    { $state ->
        [open] ሕጂ ክፉት እዩ
        [closing] ድሕሪ ሓጺር ግዜ ክዕጾ እዩ
        [closed] ሕጂ ዕጹው እዩ
       *[unknown] በጃኹም ቅድም ደውሉ
    }
hours-until = ክሳብ ሰዓት { DATETIME($time, hour: "numeric", minute: "numeric") } ክፉት እዩ
hours-appointment = ብቖጸራ ጥራይ

## ቤት ጽሕፈታትን ኮርሳትን

office-ask = ብዛዕባ መንበሪኹም ሕቶ ኣለኩም ዶ? ን{ -office } ሕተቱ።
office-today =
    { $state ->
        [open] ሎሚ { -office } ክፉት እዩ።
       *[closed] ሎሚ { -office } ዕጹው እዩ።
    }
advice-help = ምስ { -advice } ብናጻ ክትዘራረቡ ትኽእሉ ኢኹም።
course-count =
    { $count ->
        [one] { $count } { -course }
       *[other] { $count } { -course(number: "plural") }
    }

## ኣብ ገጽ

page-save =
    .label = ነዚ ገጽ ዓቅቡ
page-share =
    .label = ነዚ ገጽ ኣካፍሉ
page-helpful = እዚ ገጽ ጠቒሙኩም ዶ?
    .yes = እወ
    .no = ኣይፋል
page-position =
    .label = ገጽ { $position } ካብ { $total }
map-places =
    .label =
        { $count ->
            [one] ካርታ ምስ { $count } ቦታ
           *[other] ካርታ ምስ { $count } ቦታታት
        }

## ዕለታት

event-date = { DATETIME($start, weekday: "long", day: "numeric", month: "long") }
event-today = ሎሚ
event-tomorrow = ጽባሕ
event-days =
    { $days ->
        [one] { $days } መዓልቲ ተሪፉ
       *[other] { $days } መዓልታት ተሪፉ
    }
event-cancelled = ተሰሪዙ

## ጌጋታት

error-network = ርክብ የለን። በጃኹም ኣብ ስልክኹም ዘሎ ኢንተርነት ርኣዩ።
error-not-found = እዚ ገጽ ድሕሪ ሕጂ የለን።
error-storage = ኣብ ስልክኹም እኹል ቦታ የለን። በጃኹም ገለ ነገር ኣጥፍኡ።
error-retry = ደጊምኩም ፈትኑ
error-other = ገለ ጌጋ ተፈጢሩ። በጃኹም ደጊምኩም ፈትኑ። (ኮድ፦ { $code })
