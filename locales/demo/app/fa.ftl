## نام‌ها

-app-name = Lotse
-office = ادارهٔ امور خارجیان
-advice = مشاورهٔ مهاجرت
# پس از عدد، نام مفرد می‌ماند.
-course = دورهٔ زبان آلمانی

## رفت‌وآمد در برنامه

nav-home = خانه
nav-search = جستجو
nav-map = نقشه
nav-offers = پیشنهادها
nav-saved = ذخیره‌شده‌ها
nav-settings = تنظیمات
nav-back =
    .label = بازگشت
nav-menu =
    .label = باز کردن منو
    .hint = همهٔ موضوع‌ها را نشان می‌دهد
nav-close =
    .label = بستن
nav-more = نمایش بیشتر
welcome = به { -app-name } خوش آمدید!

## جستجو

search-field =
    .label = جستجو در همهٔ صفحه‌ها
    .placeholder = دنبال چه هستید؟
search-clear =
    .label = پاک کردن جستجو
search-results =
    { $count ->
        [0] چیزی پیدا نشد
        [one] { $count } نتیجه
       *[other] { $count } نتیجه
    }
search-nothing = دربارهٔ «{ $query }» اینجا چیزی نیست. لطفاً واژهٔ دیگری را امتحان کنید.
search-recent = جستجوهای اخیر

## بدون اینترنت

offline-banner = اینترنت نیست. صفحه‌های ذخیره‌شده را می‌بینید.
offline-as-of = به‌روز تا { DATETIME($date, dateStyle: "long", timeStyle: "short") }
offline-missing = این صفحه هنوز در تلفن شما نیست. لطفاً بعداً با اینترنت بازش کنید.
offline-stored =
    { $count ->
        [one] { $count } صفحه ذخیره شده است ({ $size }).
       *[other] { $count } صفحه ذخیره شده است ({ $size }).
    }
offline-delete = پاک کردن صفحه‌های ذخیره‌شده

## به‌روز کردن صفحه‌های ذخیره‌شده

sync-progress = بارگیری محتوای تازه: { NUMBER($percent, maximumFractionDigits: 0) }٪
    .label = بارگیری محتوای تازه
sync-pages = صفحه‌های بارگیری‌شده: { $done } از { $total }
sync-done =
    { $count ->
        [0] همه چیز به‌روز است.
        [one] تمام شد. { $count } صفحه تازه است یا تغییر کرده است.
       *[other] تمام شد. { $count } صفحه تازه است یا تغییر کرده است.
    }
sync-last = آخرین به‌روزرسانی: { DATETIME($date, dateStyle: "medium", timeStyle: "short") }
sync-waiting = محتوای تازه همین که دوباره اینترنت داشته باشید می‌آید.
sync-wifi-only = بارگیری فقط با وای‌فای
sync-now = اکنون به‌روز کن
sync-large = حجم آن { $size } است. اکنون بارگیری شود یا منتظر وای‌فای بمانیم؟
size-kb = { NUMBER($value, maximumFractionDigits: 0) } کیلوبایت
size-mb = { NUMBER($value, maximumFractionDigits: 1) } مگابایت

## زبان‌ها و منطقه‌ها

language-choose = انتخاب زبان
language-current = زبان: { $language }
    .label = تغییر زبان. اکنون: { $language }
language-fallback = این صفحه هنوز ترجمه نشده است. آن را به زبان دیگری می‌خوانید: { $language }
language-machine = این متن را رایانه ترجمه کرده است. شاید اشتباه داشته باشد.
language-outdated = متن آلمانی از این ترجمه تازه‌تر است.
language-count =
    { $count ->
        [one] به { $count } زبان
       *[other] به { $count } زبان
    }
region-choose = کجا زندگی می‌کنید؟
region-change = تغییر منطقه (اکنون: { $region })

## اضطراری

emergency-title = اضطراری
emergency-ambulance = آتش‌نشانی و آمبولانس: 112
emergency-police = پلیس: 110
emergency-doctor = پزشک در شب و آخر هفته: { "\u2066" }116 117{ "\u2069" }
emergency-women = کمک به زنانی که خشونت می‌بینند: { "\u2066" }116 016{ "\u2069" }
emergency-free = تماس رایگان است.
emergency-say = اول بگویید <strong>کجا هستید</strong>.
emergency-call = تماس
    .label = تماس با شمارهٔ { $number }

## پیشنهادهای نزدیک شما

offers-near = پیشنهادهای نزدیک شما
offers-count =
    { $count ->
        [0] پیشنهادی نیست
        [one] { $count } پیشنهاد
       *[other] { $count } پیشنهاد
    }
offers-metres = در { NUMBER($distance, maximumFractionDigits: 0) } متری شما
offers-kilometres = در { NUMBER($distance, maximumFractionDigits: 1) } کیلومتری شما
offers-location = لطفاً مکان‌یابی را روشن کنید. مکان شما در تلفنتان می‌ماند.
offers-audience =
    { $audience ->
        [women] برای زنان
        [families] برای خانواده‌ها
        [youth] برای جوانان
       *[everyone] برای همه
    }
offers-price =
    { $price ->
        [free] رایگان
        [reduced] ارزان‌تر با مدرک
       *[paid] پولی
    }
offers-places =
    { $count ->
        [0] همهٔ جاها پر است.
        [one] هنوز { $count } جا خالی است.
       *[other] هنوز { $count } جا خالی است.
    }
offers-route = نشان دادن راه
    .hint = برنامهٔ دیگری را باز می‌کند

## ساعت‌های کار

hours-title = ساعت‌های کار
hours-state =
    { $state ->
        [open] اکنون باز است
        [closing] به‌زودی بسته می‌شود
        [closed] اکنون بسته است
       *[unknown] لطفاً اول تلفن کنید
    }
hours-until = باز تا ساعت { DATETIME($time, hour: "numeric", minute: "numeric") }
hours-opens = دوباره باز می‌شود: { DATETIME($time, weekday: "long", hour: "numeric", minute: "numeric") }
hours-appointment = فقط با وقت قبلی

## اداره‌ها و دوره‌ها

office-ask = دربارهٔ اقامت خود پرسشی دارید؟ از { -office } بپرسید.
office-today =
    { $state ->
        [open] امروز { -office } باز است.
       *[closed] امروز { -office } بسته است.
    }
advice-help = در { -advice } می‌توانید رایگان گفتگو کنید.
course-count =
    { $count ->
        [one] { $count } { -course }
       *[other] { $count } { -course }
    }

## در صفحه

page-save =
    .label = ذخیره کردن این صفحه
page-share =
    .label = فرستادن این صفحه برای دیگران
page-listen =
    .label = بلند خواندن این صفحه
page-updated = تغییر در { DATETIME($date, dateStyle: "long") }
page-minutes =
    { $minutes ->
        [one] { $minutes } دقیقه برای خواندن
       *[other] { $minutes } دقیقه برای خواندن
    }
page-helpful = آیا این صفحه به شما کمک کرد؟
    .yes = بله
    .no = نه
page-position =
    .label = صفحهٔ { $position } از { $total }
map-places =
    .label =
        { $count ->
            [one] نقشه با { $count } مکان
           *[other] نقشه با { $count } مکان
        }

## رویدادها

event-date = { DATETIME($start, weekday: "long", day: "numeric", month: "long") }
event-today = امروز
event-tomorrow = فردا
event-days =
    { $days ->
        [one] { $days } روز مانده است
       *[other] { $days } روز مانده است
    }
event-cancelled = برگزار نمی‌شود

## وقتی چیزی کار نمی‌کند

error-network = اتصال نیست. لطفاً اینترنت تلفن خود را بررسی کنید.
error-server = سرور پاسخ نمی‌دهد. لطفاً بعداً دوباره تلاش کنید.
error-not-found = این صفحه دیگر وجود ندارد.
error-storage = جای خالی تلفن شما کم است. لطفاً چیزی را پاک کنید.
error-retry = تلاش دوباره
error-other = مشکلی پیش آمد. لطفاً دوباره تلاش کنید. (کد: { $code })

## تنظیمات

settings-text-size =
    .label = اندازهٔ حروف
settings-dark = رنگ‌های تیره
settings-news = نمایش خبرهای منطقهٔ شما
settings-privacy = { -app-name } هیچ داده‌ای دربارهٔ شما جمع نمی‌کند. <a href="https://lotse.example/privacy">بیشتر دربارهٔ حفظ داده‌ها</a>
