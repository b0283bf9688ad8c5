## Назви

-app-name = Lotse
-office =
    { $case ->
       *[nominative] відомство у справах іноземців
        [genitive] відомства у справах іноземців
    }
    .gender = neuter
-advice =
    { $case ->
       *[nominative] міграційна консультація
        [locative] міграційній консультації
    }
    .gender = feminine
-course =
    { $number ->
       *[singular] курс німецької мови
        [few] курси німецької мови
        [many] курсів німецької мови
        [fraction] курсу німецької мови
    }

## Навігація

nav-home = Головна
nav-search = Пошук
nav-map = Мапа
nav-offers = Пропозиції
nav-saved = Збережене
nav-settings = Налаштування
nav-back =
    .label = Назад
nav-menu =
    .label = Відкрити меню
    .hint = Показує всі теми
nav-close =
    .label = Закрити
nav-more = Показати більше
welcome = Вітаємо в { -app-name }!

## Пошук

search-field =
    .label = Шукати на всіх сторінках
    .placeholder = Що ви шукаєте?
search-clear =
    .label = Очистити пошук
search-results =
    { $count ->
        [0] Нічого не знайдено
        [one] { $count } результат
        [few] { $count } результати
        [many] { $count } результатів
       *[other] { $count } результату
    }
search-nothing = Про «{ $query }» тут нічого немає. Будь ласка, спробуйте інше слово.
search-recent = Останні пошуки

## Без мережі

offline-banner = Немає інтернету. Ви бачите збережені сторінки.
offline-as-of = Станом на { DATETIME($date, dateStyle: "long", timeStyle: "short") }
offline-missing = Цієї сторінки ще немає у вашому телефоні. Будь ласка, відкрийте її пізніше з інтернетом.
offline-stored =
    { $count ->
        [one] Збережено { $count } сторінку ({ $size }).
        [few] Збережено { $count } сторінки ({ $size }).
        [many] Збережено { $count } сторінок ({ $size }).
       *[other] Збережено { $count } сторінки ({ $size }).
    }
offline-delete = Видалити збережені сторінки

## Оновлення збережених сторінок

sync-progress = Завантаження нового: { NUMBER($percent, maximumFractionDigits: 0) } %
    .label = Завантаження нового
sync-pages = Завантажено сторінок: { $done } з { $total }
sync-done =
    { $count ->
        [0] Усе оновлено.
        [one] Готово. Нових або змінених: { $count } сторінка.
        [few] Готово. Нових або змінених: { $count } сторінки.
        [many] Готово. Нових або змінених: { $count } сторінок.
       *[other] Готово. Нових або змінених: { $count } сторінки.
    }
sync-last = Останнє оновлення: { DATETIME($date, dateStyle: "medium", timeStyle: "short") }
sync-waiting = Нове завантажиться, щойно у вас знову буде інтернет.
sync-wifi-only = Завантажувати лише через Wi-Fi
sync-now = Оновити зараз
sync-large = Обсяг: { $size }. Завантажити зараз чи зачекати на Wi-Fi?
size-kb = { NUMBER($value, maximumFractionDigits: 0) } КБ
size-mb = { NUMBER($value, maximumFractionDigits: 1) } МБ

## Мови та регіони

language-choose = Виберіть мову
language-current = Мова: { $language }
    .label = Змінити мову. Зараз: { $language }
language-fallback = Цю сторінку ще не перекладено. Ви читаєте її іншою мовою: { $language }
language-machine = Цей текст переклав комп’ютер. У ньому можуть бути помилки.
language-outdated = Німецький текст новіший за цей переклад.
language-count =
    { $count ->
        [one] { $count } мовою
        [few] { $count } мовами
        [many] { $count } мовами
       *[other] { $count } мови
    }
region-choose = Де ви живете?
region-change = Змінити регіон (зараз: { $region })

## Екстрена допомога

emergency-title = Екстрена допомога
emergency-ambulance = Пожежна служба та швидка допомога: 112
emergency-police = Поліція: 110
emergency-doctor = Лікар увечері та у вихідні: 116 117
emergency-women = Допомога жінкам, які зазнають насильства: 116 016
emergency-free = Дзвінок безкоштовний.
emergency-say = Спочатку скажіть, <strong>де ви</strong>.
emergency-call = Подзвонити
    .label = Подзвонити на номер { $number }

## Пропозиції поруч

offers-near = Пропозиції поруч із вами
offers-count =
    { $count ->
        [0] Немає пропозицій
        [one] { $count } пропозиція
        [few] { $count } пропозиції
        [many] { $count } пропозицій
       *[other] { $count } пропозиції
    }
offers-metres = За { NUMBER($distance, maximumFractionDigits: 0) } м від вас
offers-kilometres = За { NUMBER($distance, maximumFractionDigits: 1) } км від вас
offers-location = Будь ласка, увімкніть геолокацію. Ці дані залишаються у вашому телефоні.
offers-audience =
    { $audience ->
        [women] Для жінок
        [families] Для сімей
        [youth] Для молоді
       *[everyone] Для всіх
    }
offers-price =
    { $price ->
        [free] Безкоштовно
        [reduced] Дешевше з довідкою
       *[paid] Платно
    }
offers-places =
    { $count ->
        [0] Усі місця зайняті.
        [one] Ще вільне { $count } місце.
        [few] Ще вільні { $count } місця.
        [many] Ще вільні { $count } місць.
       *[other] Ще вільно { $count } місця.
    }
offers-route = Показати дорогу
    .hint = Відкриває інший застосунок

## Години роботи

hours-title = Години роботи
hours-state =
    { $state ->
        [open] Зараз відчинено
        [closing] Скоро зачиняється
        [closed] Зараз зачинено
       *[unknown] Будь ласка, спочатку подзвоніть
    }
hours-until = Відчинено до { DATETIME($time, hour: "numeric", minute: "numeric") }
hours-opens = Знову відчиняється: { DATETIME($time, weekday: "long", hour: "numeric", minute: "numeric") }
hours-appointment = Лише за записом

## Установи та курси

office-ask = Маєте запитання щодо вашого перебування? Зверніться до { -office(case: "genitive") }.
office-today =
    { $state ->
        [open]
            { -office.gender ->
                [feminine] Сьогодні { -office } відчинена.
                [neuter] Сьогодні { -office } відчинене.
               *[masculine] Сьогодні { -office } відчинений.
            }
       *[closed]
            { -office.gender ->
                [feminine] Сьогодні { -office } зачинена.
                [neuter] Сьогодні { -office } зачинене.
               *[masculine] Сьогодні { -office } зачинений.
            }
    }
advice-help = У { -advice(case: "locative") } з вами поговорять безкоштовно.
course-count =
    { $count ->
        [one] { $count } { -course }
        [few] { $count } { -course(number: "few") }
        [many] { $count } { -course(number: "many") }
       *[other] { $count } { -course(number: "fraction") }
    }

## На сторінці

page-save =
    .label = Зберегти цю сторінку
page-share =
    .label = Поділитися цією сторінкою
page-listen =
    .label = Прочитати цю сторінку вголос
page-updated = Змінено { DATETIME($date, dateStyle: "long") }
page-minutes =
    { $minutes ->
        [one] { $minutes } хвилина читання
        [few] { $minutes } хвилини читання
        [many] { $minutes } хвилин читання
       *[other] { $minutes } хвилини читання
    }
page-helpful = Чи була ця сторінка корисною?
    .yes = Так
    .no = Ні
page-position =
    .label = Сторінка { $position } з { $total }
map-places =
    .label =
        { $count ->
            [one] Мапа, на ній { $count } місце
            [few] Мапа, на ній { $count } місця
            [many] Мапа, на ній { $count } місць
           *[other] Мапа, на ній { $count } місця
        }

## Події

event-date = { DATETIME($start, weekday: "long", day: "numeric", month: "long") }
event-today = Сьогодні
event-tomorrow = Завтра
event-days =
    { $days ->
        [one] Ще { $days } день
        [few] Ще { $days } дні
        [many] Ще { $days } днів
       *[other] Ще { $days } дня
    }
event-cancelled = Скасовано

## Коли щось не працює

error-network = Немає з’єднання. Будь ласка, перевірте інтернет у телефоні.
error-server = Сервер не відповідає. Будь ласка, спробуйте пізніше.
error-not-found = Цієї сторінки більше немає.
error-storage = У вашому телефоні замало місця. Будь ласка, щось видаліть.
error-retry = Спробувати ще раз
error-other = Щось пішло не так. Будь ласка, спробуйте ще раз. (Код: { $code })

## Налаштування

settings-text-size =
    .label = Розмір літер
settings-dark = Темні кольори
settings-news = Показувати новини з вашого регіону
settings-privacy = { -app-name } не збирає даних про вас. <a href="https://lotse.example/privacy">Докладніше про захист даних</a>
