## Adlar

-app-name = Lotse
-office =
    { $case ->
       *[nominative] Yabancılar Dairesi
        [dative] Yabancılar Dairesi’ne
    }
-advice =
    { $case ->
       *[nominative] göç danışmanlığı
        [locative] göç danışmanlığında
    }
# Sayılardan sonra çoğul eki gelmez.
-course = Almanca kursu

## Gezinme

nav-home = Ana sayfa
nav-search = Arama
nav-map = Harita
nav-offers = Teklifler
nav-saved = Kaydedilenler
nav-settings = Ayarlar
nav-back =
    .label = Geri
nav-menu =
    .label = Menüyü aç
    .hint = Tüm konuları gösterir
nav-close =
    .label = Kapat
nav-more = Daha fazla göster
welcome = { -app-name } uygulamasına hoş geldiniz!

## Arama

search-field =
    .label = Tüm sayfalarda ara
    .placeholder = Ne arıyorsunuz?
search-clear =
    .label = Aramayı temizle
search-results =
    { $count ->
        [0] Sonuç yok
        [one] Bir sonuç
       *[other] { $count } sonuç
    }
search-nothing = Burada “{ $query }” için bir şey yok. Lütfen başka bir sözcük deneyin.
search-recent = Son aramalar

## İnternet yokken

offline-banner = İnternet yok. Kayıtlı sayfaları görüyorsunuz.
offline-as-of = Son durum: { DATETIME($date, dateStyle: "long", timeStyle: "short") }
offline-missing = Bu sayfa henüz telefonunuzda yok. Lütfen daha sonra internet varken açın.
offline-stored =
    { $count ->
        [one] Bir sayfa kayıtlı ({ $size }).
       *[other] { $count } sayfa kayıtlı ({ $size }).
    }
offline-delete = Kayıtlı sayfaları sil

## Kayıtlı sayfaları güncelleme

sync-progress = Yeni içerik yükleniyor: %{ NUMBER($percent, maximumFractionDigits: 0) }
    .label = Yeni içerik yükleniyor
sync-pages = Yüklenen sayfalar: { $done } / { $total }
sync-done =
    { $count ->
        [0] Her şey güncel.
        [one] Bitti. Bir sayfa yeni veya değişmiş.
       *[other] Bitti. { $count } sayfa yeni veya değişmiş.
    }
sync-last = Son güncelleme: { DATETIME($date, dateStyle: "medium", timeStyle: "short") }
sync-waiting = Yeni içerik, internetiniz olduğunda gelecek.
sync-wifi-only = Yalnızca Wi-Fi ile yükle
sync-now = Şimdi güncelle
sync-large = Boyutu { $size }. Şimdi mi yüklensin, Wi-Fi mı beklensin?
size-kb = { NUMBER($value, maximumFractionDigits: 0) } KB
size-mb = { NUMBER($value, maximumFractionDigits: 1) } MB

## Diller ve bölgeler

language-choose = Dil seçin
language-current = Dil: { $language }
    .label = Dili değiştir. Şimdiki dil: { $language }
language-fallback = Bu sayfa henüz çevrilmedi. Başka bir dilde okuyorsunuz: { $language }
language-machine = Bu metni bir bilgisayar çevirdi. İçinde hatalar olabilir.
language-outdated = Almanca metin bu çeviriden daha yeni.
language-count =
    { $count ->
        [one] Bir dilde
       *[other] { $count } dilde
    }
region-choose = Nerede yaşıyorsunuz?
region-change = Bölgeyi değiştir (şimdiki: { $region })

## Acil durum

emergency-title = Acil durum
emergency-ambulance = İtfaiye ve ambulans: 112
emergency-police = Polis: 110
emergency-doctor = Akşamları ve hafta sonu doktor: 116 117
emergency-women = Şiddet gören kadınlara yardım: 116 016
emergency-free = Arama ücretsizdir.
emergency-say = Önce <strong>nerede olduğunuzu</strong> söyleyin.
emergency-call = Ara
    .label = { $number } numarasını ara

## Yakınınızdaki teklifler

offers-near = Yakınınızdaki teklifler
offers-count =
    { $count ->
        [0] Teklif yok
        [one] Bir teklif
       *[other] { $count } teklif
    }
offers-metres = { NUMBER($distance, maximumFractionDigits: 0) } m uzakta
offers-kilometres = { NUMBER($distance, maximumFractionDigits: 1) } km uzakta
offers-location = Lütfen konumu açın. Konumunuz telefonunuzda kalır.
offers-audience =
    { $audience ->
        [women] Kadınlar için
        [families] Aileler için
        [youth] Gençler için
       *[everyone] Herkes için
    }
offers-price =
    { $price ->
        [free] Ücretsiz
        [reduced] Belge ile daha ucuz
       *[paid] Ücretli
    }
offers-places =
    { $count ->
        [0] Tüm yerler dolu.
        [one] Bir yer daha boş.
       *[other] { $count } yer daha boş.
    }
offers-route = Yolu göster
    .hint = Başka bir uygulama açar

## Açılış saatleri

hours-title = Açılış saatleri
hours-state =
    { $state ->
        [open] Şu anda açık
        [closing] Birazdan kapanıyor
        [closed] Şu anda kapalı
       *[unknown] Lütfen önce telefon edin
    }
hours-until = Kapanış: { DATETIME($time, hour: "numeric", minute: "numeric") }
hours-opens = Yeniden açılış: { DATETIME($time, weekday: "long", hour: "numeric", minute: "numeric") }
hours-appointment = Yalnızca randevuyla

## Daireler ve kurslar

office-ask = Oturumunuzla ilgili sorularınız mı var? { -office(case: "dative") } sorun.
office-today =
    { $state ->
        [open] { -office } bugün açık.
       *[closed] { -office } bugün kapalı.
    }
advice-help = Ücretsiz { -advice(case: "locative") } sorularınızı sorabilirsiniz.
course-count =
    { $count ->
        [one] Bir { -course }
       *[other] { $count } { -course }
    }

## Sayfada

page-save =
    .label = Bu sayfayı kaydet
page-share =
    .label = Bu sayfayı paylaş
page-listen =
    .label = Bu sayfayı sesli oku
page-updated = Değiştirildiği gün: { DATETIME($date, dateStyle: "long") }
page-minutes =
    { $minutes ->
        [one] Bir dakikada okunur
       *[other] { $minutes } dakikada okunur
    }
page-helpful = Bu sayfa yararlı oldu mu?
    .yes = Evet
    .no = Hayır
page-position =
    .label = Sayfa { $position } / { $total }
map-places =
    .label =
        { $count ->
            [one] Bir yer gösteren harita
           *[other] { $count } yer gösteren harita
        }

## Etkinlikler

event-date = { DATETIME($start, weekday: "long", day: "numeric", month: "long") }
event-today = Bugün
event-tomorrow = Yarın
event-days =
    { $days ->
        [one] Bir gün kaldı
       *[other] { $days } gün kaldı
    }
event-cancelled = İptal edildi

## Bir şey çalışmadığında

error-network = Bağlantı yok. Lütfen telefonunuzdaki interneti kontrol edin.
error-server = Sunucu yanıt vermiyor. Lütfen daha sonra yeniden deneyin.
error-not-found = Bu sayfa artık yok.
error-storage = Telefonunuzda çok az yer var. Lütfen bir şey silin.
error-retry = Yeniden dene
error-other = Bir şeyler ters gitti. Lütfen yeniden deneyin. (Kod: { $code })

## Ayarlar

settings-text-size =
    .label = Yazı boyutu
settings-dark = Koyu renkler
settings-news = Bölgenizden haberleri göster
settings-privacy = { -app-name } sizin hakkınızda veri toplamaz. <a href="https://lotse.example/privacy">Gizlilik hakkında daha fazla bilgi</a>
