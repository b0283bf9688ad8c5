## Названия

-app-name = Lotse
-office =
    { $case ->
       *[nominative] ведомство по делам иностранцев
        [genitive] ведомства по делам иностранцев
        [accusative] ведомство по делам иностранцев
    }
    .gender = neuter
-advice =
    { $case ->
       *[nominative] миграционная консультация
        [prepositional] миграционной консультации
    }
    .gender = feminine
-course =
    { $number ->
       *[singular] курс немецкого языка
        [few] курса немецкого языка
        [many] курсов немецкого языка
    }

## Навигация

nav-home = Главная
nav-search = Поиск
nav-map = Карта
nav-offers = Предложения
nav-saved = Сохранённое
nav-settings = Настройки
nav-back =
    .label = Назад
nav-menu =
    .label = Открыть меню
    .hint = Показывает все темы
nav-close =
    .label = Закрыть
nav-more = Показать больше
welcome = Добро пожаловать в { -app-name }!

## Поиск

search-field =
    .label = Искать на всех страницах
    .placeholder = Что вы ищете?
search-clear =
    .label = Очистить поиск
search-results =
    { $count ->
        [0] Ничего не найдено
        [one] { $count } результат
        [few] { $count } результата
        [many] { $count } результатов
       *[other] { $count } результата
    }
search-nothing = О «{ $query }» здесь ничего нет. Пожалуйста, попробуйте другое слово.
search-recent = Недавние запросы

## Без сети

offline-banner = Нет интернета. Вы видите сохранённые страницы.
offline-as-of = По состоянию на { DATETIME($date, dateStyle: "long", timeStyle: "short") }
offline-missing = Этой страницы ещё нет в вашем телефоне. Пожалуйста, откройте её позже с интернетом.
offline-stored =
    { $count ->
        [one] Сохранена { $count } страница ({ $size }).
        [few] Сохранены { $count } страницы ({ $size }).
        [many] Сохранено { $count } страниц ({ $size }).
       *[other] Сохранено { $count } страницы ({ $size }).
    }
offline-delete = Удалить сохранённые страницы

## Обновление сохранённых страниц

sync-progress = Загрузка нового: { NUMBER($percent, maximumFractionDigits: 0) } %
    .label = Загрузка нового
sync-pages = Загружено страниц: { $done } из { $total }
sync-done =
    { $count ->
        [0] Всё обновлено.
        [one] Готово. Новых или изменённых: { $count } страница.
        [few] Готово. Новых или изменённых: { $count } страницы.
        [many] Готово. Новых или изменённых: { $count } страниц.
       *[other] Готово. Новых или изменённых: { $count } страницы.
    }
sync-last = Последнее обновление: { DATETIME($date, dateStyle: "medium", timeStyle: "short") }
sync-waiting = Новое загрузится, как только у вас снова будет интернет.
sync-wifi-only = Загружать только через Wi-Fi
sync-now = Обновить сейчас
sync-large = Объём: { $size }. Загрузить сейчас или подождать Wi-Fi?
size-kb = { NUMBER($value, maximumFractionDigits: 0) } КБ
size-mb = { NUMBER($value, maximumFractionDigits: 1) } МБ

## Языки и регионы

language-choose = Выберите язык
language-current = Язык: { $language }
    .label = Сменить язык. Сейчас: { $language }
language-fallback = Эта страница ещё не переведена. Вы читаете её на другом языке: { $language }
language-machine = Этот текст перевёл компьютер. В нём могут быть ошибки.
language-outdated = Немецкий текст новее этого перевода.
language-count =
    { $count ->
        [one] На { $count } языке
        [few] На { $count } языках
        [many] На { $count } языках
       *[other] На { $count } языка
    }
region-choose = Где вы живёте?
region-change = Сменить регион (сейчас: { $region })

## Экстренная помощь

emergency-title = Экстренная помощь
emergency-ambulance = Пожарная служба и скорая помощь: 112
emergency-police = Полиция: 110
emergency-doctor = Врач вечером и в выходные: 116 117
emergency-women = Помощь женщинам, которые терпят насилие: 116 016
emergency-free = Звонок бесплатный.
emergency-say = Сначала скажите, <strong>где вы</strong>.
emergency-call = Позвонить
    .label = Позвонить по номеру { $number }

## Предложения рядом

offers-near = Предложения рядом с вами
offers-count =
    { $count ->
        [0] Нет предложений
        [one] { $count } предложение
        [few] { $count } предложения
        [many] { $count } предложений
       *[other] { $count } предложения
    }
offers-metres = В { NUMBER($distance, maximumFractionDigits: 0) } м от вас
offers-kilometres = В { NUMBER($distance, maximumFractionDigits: 1) } км от вас
offers-location = Пожалуйста, включите геолокацию. Эти данные остаются в вашем телефоне.
offers-audience =
    { $audience ->
        [women] Для женщин
        [families] Для семей
        [youth] Для молодёжи
       *[everyone] Для всех
    }
offers-price =
    { $price ->
        [free] Бесплатно
        [reduced] Дешевле со справкой
       *[paid] Платно
    }
offers-places =
    { $count ->
        [0] Все места заняты.
        [one] Ещё свободно { $count } место.
        [few] Ещё свободно { $count } места.
        [many] Ещё свободно { $count } мест.
       *[other] Ещё свободно { $count } места.
    }
offers-route = Показать дорогу
    .hint = Открывает другое приложение

## Часы работы

hours-title = Часы работы
hours-state =
    { $state ->
        [open] Сейчас открыто
        [closing] Скоро закроется
        [closed] Сейчас закрыто
       *[unknown] Пожалуйста, сначала позвоните
    }
hours-until = Открыто до { DATETIME($time, hour: "numeric", minute: "numeric") }
hours-opens = Снова откроется: { DATETIME($time, weekday: "long", hour: "numeric", minute: "numeric") }
hours-appointment = Только по записи

## Учреждения и курсы

office-ask = У вас есть вопросы о вашем пребывании? Обратитесь в { -office(case: "accusative") }.
office-today =
    { $state ->
        [open]
            { -office.gender ->
                [feminine] Сегодня { -office } открыта.
                [neuter] Сегодня { -office } открыто.
               *[masculine] Сегодня { -office } открыт.
            }
       *[closed]
            { -office.gender ->
                [feminine] Сегодня { -office } закрыта.
                [neuter] Сегодня { -office } закрыто.
               *[masculine] Сегодня { -office } закрыт.
            }
    }
advice-help = В { -advice(case: "prepositional") } с вами поговорят бесплатно.
course-count =
    { $count ->
        [one] { $count } { -course }
        [few] { $count } { -course(number: "few") }
        [many] { $count } { -course(number: "many") }
       *[other] { $count } { -course(number: "few") }
    }

## На странице

page-save =
    .label = Сохранить эту страницу
page-share =
    .label = Поделиться этой страницей
page-listen =
    .label = Прочитать эту страницу вслух
page-updated = Изменено { DATETIME($date, dateStyle: "long") }
page-minutes =
    { $minutes ->
        [one] { $minutes } минута чтения
        [few] { $minutes } минуты чтения
        [many] { $minutes } минут чтения
       *[other] { $minutes } минуты чтения
    }
page-helpful = Была ли эта страница полезной?
    .yes = Да
    .no = Нет
page-position =
    .label = Страница { $position } из { $total }
map-places =
    .label =
        { $count ->
            [one] Карта, на ней { $count } место
            [few] Карта, на ней { $count } места
            [many] Карта, на ней { $count } мест
           *[other] Карта, на ней { $count } места
        }

## События

event-date = { DATETIME($start, weekday: "long", day: "numeric", month: "long") }
event-today = Сегодня
event-tomorrow = Завтра
event-days =
    { $days ->
        [one] Ещё { $days } день
        [few] Ещё { $days } дня
        [many] Ещё { $days } дней
       *[other] Ещё { $days } дня
    }
event-cancelled = Отменено

## Когда что-то не работает

error-network = Нет соединения. Пожалуйста, проверьте интернет в телефоне.
error-server = Сервер не отвечает. Пожалуйста, попробуйте позже.
error-not-found = Этой страницы больше нет.
error-storage = В вашем телефоне мало места. Пожалуйста, что-нибудь удалите.
error-retry = Попробовать ещё раз
error-other = Что-то пошло не так. Пожалуйста, попробуйте ещё раз. (Код: { $code })

## Настройки

settings-text-size =
    .label = Размер букв
settings-dark = Тёмные цвета
settings-news = Показывать новости из вашего региона
settings-privacy = { -app-name } не собирает данных о вас. <a href="https://lotse.example/privacy">Подробнее о защите данных</a>
