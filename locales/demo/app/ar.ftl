## الأسماء

-app-name = Lotse
-office = دائرة شؤون الأجانب
    .gender = feminine
-advice = مركز استشارات الهجرة
    .gender = masculine
-course =
    { $number ->
       *[singular] دورة لغة ألمانية
        [dual] دورتا لغة ألمانية
        [plural] دورات لغة ألمانية
    }
    .gender = feminine

## التنقل

nav-home = الرئيسية
nav-search = بحث
nav-map = الخريطة
nav-offers = العروض
nav-saved = المحفوظات
nav-settings = الإعدادات
nav-back =
    .label = رجوع
nav-menu =
    .label = فتح القائمة
    .hint = تعرض كل المواضيع
nav-close =
    .label = إغلاق
nav-more = عرض المزيد
welcome = أهلًا بكم في { -app-name }!

## البحث

search-field =
    .label = البحث في كل الصفحات
    .placeholder = عمّ تبحث؟
search-clear =
    .label = مسح البحث
search-results =
    { $count ->
        [zero] لا توجد نتائج
        [one] نتيجة واحدة
        [two] نتيجتان
        [few] { $count } نتائج
        [many] { $count } نتيجة
       *[other] { $count } نتيجة
    }
search-nothing = لا يوجد هنا شيء عن «{ $query }». يُرجى تجربة كلمة أخرى.
search-recent = عمليات البحث الأخيرة

## دون إنترنت

offline-banner = لا يوجد إنترنت. هذه هي الصفحات المحفوظة.
offline-as-of = حتى تاريخ { DATETIME($date, dateStyle: "long", timeStyle: "short") }
offline-missing = هذه الصفحة ليست على الهاتف بعد. يُرجى فتحها لاحقًا عند توفر الإنترنت.
offline-stored =
    { $count ->
        [zero] لا توجد صفحات محفوظة ({ $size }).
        [one] صفحة واحدة محفوظة ({ $size }).
        [two] صفحتان محفوظتان ({ $size }).
        [few] { $count } صفحات محفوظة ({ $size }).
        [many] { $count } صفحة محفوظة ({ $size }).
       *[other] { $count } صفحة محفوظة ({ $size }).
    }
offline-delete = حذف الصفحات المحفوظة

## تحديث الصفحات المحفوظة

sync-progress = جارٍ تحميل المحتوى الجديد: { NUMBER($percent, maximumFractionDigits: 0) }%
    .label = جارٍ تحميل المحتوى الجديد
sync-pages = الصفحات المحمّلة: { $done } من { $total }
sync-done =
    { $count ->
        [zero] كل شيء محدّث.
        [one] انتهى التحديث. صفحة واحدة جديدة أو معدّلة.
        [two] انتهى التحديث. صفحتان جديدتان أو معدّلتان.
        [few] انتهى التحديث. { $count } صفحات جديدة أو معدّلة.
        [many] انتهى التحديث. { $count } صفحة جديدة أو معدّلة.
       *[other] انتهى التحديث. { $count } صفحة جديدة أو معدّلة.
    }
sync-last = آخر تحديث: { DATETIME($date, dateStyle: "medium", timeStyle: "short") }
sync-waiting = سيصل المحتوى الجديد عند توفر الإنترنت من جديد.
sync-wifi-only = التحميل عبر الواي فاي فقط
sync-now = تحديث الآن
sync-large = الحجم هو { $size }. هل تريد التحميل الآن أم انتظار الواي فاي؟
size-kb = { NUMBER($value, maximumFractionDigits: 0) } كيلوبايت
size-mb = { NUMBER($value, maximumFractionDigits: 1) } ميغابايت

## اللغات والمناطق

language-choose = اختيار اللغة
language-current = اللغة: { $language }
    .label = تغيير اللغة. الآن: { $language }
language-fallback = هذه الصفحة غير مترجمة بعد. هي معروضة بلغة أخرى: { $language }
language-machine = ترجم الحاسوب هذا النص. قد توجد فيه أخطاء.
language-outdated = النص الألماني أحدث من هذه الترجمة.
language-count =
    { $count ->
        [zero] لا توجد لغات
        [one] بلغة واحدة
        [two] بلغتين
        [few] بعدد { $count } لغات
        [many] بعدد { $count } لغة
       *[other] بعدد { $count } لغة
    }
region-choose = أين تعيش؟
region-change = تغيير المنطقة (الآن: { $region })

## الطوارئ

emergency-title = الطوارئ
emergency-ambulance = الإطفاء والإسعاف: 112
emergency-police = الشرطة: 110
emergency-doctor = الطبيب في المساء وعطلة نهاية الأسبوع: { "\u2066" }116 117{ "\u2069" }
emergency-women = مساعدة النساء عند التعرض للعنف: { "\u2066" }116 016{ "\u2069" }
emergency-free = المكالمة مجانية.
emergency-say = يجب أولًا ذكر <strong>المكان</strong>.
emergency-call = اتصال
    .label = الاتصال بالرقم { $number }

## عروض قريبة

offers-near = عروض قريبة منك
offers-count =
    { $count ->
        [zero] لا توجد عروض
        [one] عرض واحد
        [two] عرضان
        [few] { $count } عروض
        [many] { $count } عرضًا
       *[other] { $count } عرض
    }
offers-metres = على بُعد { NUMBER($distance, maximumFractionDigits: 0) } م
offers-kilometres = على بُعد { NUMBER($distance, maximumFractionDigits: 1) } كم
offers-location = يُرجى تشغيل تحديد الموقع. يبقى موقعك على هاتفك.
offers-audience =
    { $audience ->
        [women] للنساء
        [families] للعائلات
        [youth] للشباب
       *[everyone] للجميع
    }
offers-price =
    { $price ->
        [free] مجاني
        [reduced] أرخص مع إثبات
       *[paid] مقابل المال
    }
offers-places =
    { $count ->
        [zero] كل الأماكن محجوزة.
        [one] بقي مكان واحد.
        [two] بقي مكانان.
        [few] بقيت { $count } أماكن.
        [many] بقي { $count } مكانًا.
       *[other] بقي { $count } مكان.
    }
offers-route = عرض الطريق
    .hint = يفتح تطبيقًا آخر

## أوقات الدوام

hours-title = أوقات الدوام
hours-state =
    { $state ->
        [open] مفتوح الآن
        [closing] سيغلق قريبًا
        [closed] مغلق الآن
       *[unknown] يُرجى الاتصال أولًا
    }
hours-until = مفتوح حتى الساعة { DATETIME($time, hour: "numeric", minute: "numeric") }
hours-opens = يفتح من جديد: { DATETIME($time, weekday: "long", hour: "numeric", minute: "numeric") }
hours-appointment = بموعد فقط

## الدوائر والدورات

office-ask = هل لديك أسئلة عن إقامتك؟ يمكنك أن تسأل { -office }.
office-today =
    { $state ->
        [open]
            { -office.gender ->
                [feminine] { -office } مفتوحة اليوم.
               *[masculine] { -office } مفتوح اليوم.
            }
       *[closed]
            { -office.gender ->
                [feminine] { -office } مغلقة اليوم.
               *[masculine] { -office } مغلق اليوم.
            }
    }
advice-help = يمكنك التحدث مجانًا في { -advice }.
course-count =
    { $count ->
        [zero] لا توجد { -course(number: "plural") }
        [one] { -course } واحدة
        [two] { -course(number: "dual") }
        [few] { $count } { -course(number: "plural") }
        [many] { $count } { -course }
       *[other] { $count } { -course }
    }

## في الصفحة

page-save =
    .label = حفظ هذه الصفحة
page-share =
    .label = مشاركة هذه الصفحة
page-listen =
    .label = قراءة هذه الصفحة بصوت عالٍ
page-updated = تاريخ التعديل: { DATETIME($date, dateStyle: "long") }
page-minutes =
    { $minutes ->
        [zero] أقل من دقيقة للقراءة
        [one] دقيقة واحدة للقراءة
        [two] دقيقتان للقراءة
        [few] { $minutes } دقائق للقراءة
        [many] { $minutes } دقيقة للقراءة
       *[other] { $minutes } دقيقة للقراءة
    }
page-helpful = هل كانت هذه الصفحة مفيدة؟
    .yes = نعم
    .no = لا
page-position =
    .label = الصفحة { $position } من { $total }
map-places =
    .label =
        { $count ->
            [zero] خريطة دون أماكن
            [one] خريطة فيها مكان واحد
            [two] خريطة فيها مكانان
            [few] خريطة فيها { $count } أماكن
            [many] خريطة فيها { $count } مكانًا
           *[other] خريطة فيها { $count } مكان
        }

## الفعاليات

event-date = { DATETIME($start, weekday: "long", day: "numeric", month: "long") }
event-today = اليوم
event-tomorrow = غدًا
event-days =
    { $days ->
        [zero] لم يبقَ أي يوم
        [one] بقي يوم واحد
        [two] بقي يومان
        [few] بقيت { $days } أيام
        [many] بقي { $days } يومًا
       *[other] بقي { $days } يوم
    }
event-cancelled = أُلغيت

## عندما لا يعمل شيء ما

error-network = لا يوجد اتصال. يُرجى التحقق من الإنترنت على الهاتف.
error-server = الخادم لا يجيب. يُرجى المحاولة مرة أخرى لاحقًا.
error-not-found = لم تعد هذه الصفحة موجودة.
error-storage = المساحة على الهاتف قليلة جدًا. يُرجى حذف شيء ما.
error-retry = المحاولة مرة أخرى
error-other = حدث خطأ ما. يُرجى المحاولة مرة أخرى. (الرمز: { $code })

## الإعدادات

settings-text-size =
    .label = حجم الحروف
settings-dark = ألوان داكنة
settings-news = عرض أخبار منطقتك
settings-privacy = لا يجمع { -app-name } أي بيانات عنك. <a href="https://lotse.example/privacy">المزيد عن حماية البيانات</a>
