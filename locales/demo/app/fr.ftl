## Noms

-app-name = Lotse
-office =
    { $case ->
       *[plain] le service des étrangers
        [to] au service des étrangers
    }
    .gender = masculine
-advice =
    { $case ->
       *[plain] le conseil aux migrants
        [to] au conseil aux migrants
    }
    .gender = masculine
# Le mot est le même au pluriel.
-course = cours d’allemand

## Navigation

nav-home = Accueil
nav-search = Recherche
nav-map = Carte
nav-offers = Offres
nav-saved = Enregistré
nav-settings = Paramètres
nav-back =
    .label = Retour
nav-menu =
    .label = Ouvrir le menu
    .hint = Montre tous les sujets
nav-close =
    .label = Fermer
nav-more = Afficher plus
welcome = Bienvenue dans { -app-name } !

## Recherche

search-field =
    .label = Chercher dans toutes les pages
    .placeholder = Que cherchez-vous ?
search-clear =
    .label = Effacer la recherche
search-results =
    { $count ->
        [0] Aucun résultat
        [one] { $count } résultat
       *[other] { $count } résultats
    }
search-nothing = Il n’y a rien ici sur « { $query } ». Merci d’essayer un autre mot.
search-recent = Recherches récentes

## Sans réseau

offline-banner = Pas d’internet. Vous voyez les pages enregistrées.
offline-as-of = Situation au { DATETIME($date, dateStyle: "long", timeStyle: "short") }
offline-missing = Cette page n’est pas encore sur votre téléphone. Merci de l’ouvrir plus tard avec internet.
offline-stored =
    { $count ->
        [one] { $count } page enregistrée ({ $size }).
       *[other] { $count } pages enregistrées ({ $size }).
    }
offline-delete = Supprimer les pages enregistrées

## Mise à jour des pages enregistrées

sync-progress = Chargement des nouveautés : { NUMBER($percent, maximumFractionDigits: 0) } %
    .label = Chargement des nouveautés
sync-pages = Pages chargées : { $done } sur { $total }
sync-done =
    { $count ->
        [0] Tout est à jour.
        [one] C’est fait. { $count } page nouvelle ou modifiée.
       *[other] C’est fait. { $count } pages nouvelles ou modifiées.
    }
sync-last = Dernière mise à jour : { DATETIME($date, dateStyle: "medium", timeStyle: "short") }
sync-waiting = Les nouveautés arrivent dès que vous avez de nouveau internet.
sync-wifi-only = Charger seulement en Wi-Fi
sync-now = Mettre à jour maintenant
sync-large = Cela fait { $size }. Charger maintenant ou attendre le Wi-Fi ?
size-kb = { NUMBER($value, maximumFractionDigits: 0) } Ko
size-mb = { NUMBER($value, maximumFractionDigits: 1) } Mo

## Langues et régions

language-choose = Choisir une langue
language-current = Langue : { $language }
    .label = Changer de langue. En ce moment : { $language }
language-fallback = Cette page n’est pas encore traduite. Vous la lisez dans une autre langue : { $language }
language-machine = Un ordinateur a traduit ce texte. Il peut y avoir des erreurs.
language-outdated = Le texte allemand est plus récent que cette traduction.
language-count =
    { $count ->
        [one] En { $count } langue
       *[other] En { $count } langues
    }
region-choose = Où habitez-vous ?
region-change = Changer de région (en ce moment : { $region })

## Urgence

emergency-title = Urgence
emergency-ambulance = Pompiers et ambulance : 112
emergency-police = Police : 110
emergency-doctor = Médecin le soir et le week-end : 116 117
emergency-women = Aide aux femmes victimes de violence : 116 016
emergency-free = L’appel ne coûte rien.
emergency-say = Dites d’abord <strong>où vous êtes</strong>.
emergency-call = Appeler
    .label = Appeler le numéro { $number }

## Offres près de chez vous

offers-near = Offres près de chez vous
offers-count =
    { $count ->
        [0] Aucune offre
        [one] { $count } offre
       *[other] { $count } offres
    }
offers-metres = À { NUMBER($distance, maximumFractionDigits: 0) } m
offers-kilometres = À { NUMBER($distance, maximumFractionDigits: 1) } km
offers-location = Merci d’activer la localisation. Votre position reste sur votre téléphone.
offers-audience =
    { $audience ->
        [women] Pour les femmes
        [families] Pour les familles
        [youth] Pour les jeunes
       *[everyone] Pour tout le monde
    }
offers-price =
    { $price ->
        [free] Gratuit
        [reduced] Moins cher avec un justificatif
       *[paid] Payant
    }
offers-places =
    { $count ->
        [0] Toutes les places sont prises.
        [one] Il reste { $count } place.
       *[other] Il reste { $count } places.
    }
offers-route = Montrer le chemin
    .hint = Ouvre une autre application

## Horaires

hours-title = Horaires d’ouverture
hours-state =
    { $state ->
        [open] Ouvert maintenant
        [closing] Ferme bientôt
        [closed] Fermé maintenant
       *[unknown] Merci d’appeler avant
    }
hours-until = Ouvert jusqu’à { DATETIME($time, hour: "numeric", minute: "numeric") }
hours-opens = Ouvre à nouveau : { DATETIME($time, weekday: "long", hour: "numeric", minute: "numeric") }
hours-appointment = Seulement sur rendez-vous

## Services et cours

office-ask = Vous avez des questions sur votre séjour ? Demandez { -office(case: "to") }.
office-today =
    { $state ->
        [open]
            { -office.gender ->
                [feminine] Aujourd’hui, { -office } est ouverte.
               *[masculine] Aujourd’hui, { -office } est ouvert.
            }
       *[closed]
            { -office.gender ->
                [feminine] Aujourd’hui, { -office } est fermée.
               *[masculine] Aujourd’hui, { -office } est fermé.
            }
    }
advice-help = Vous pouvez parler gratuitement { -advice(case: "to") }.
course-count =
    { $count ->
        [one] { $count } { -course }
       *[other] { $count } { -course }
    }

## Sur une page

page-save =
    .label = Enregistrer cette page
page-share =
    .label = Partager cette page
page-listen =
    .label = Lire cette page à voix haute
page-updated = Modifié le { DATETIME($date, dateStyle: "long") }
page-minutes =
    { $minutes ->
        [one] { $minutes } minute de lecture
       *[other] { $minutes } minutes de lecture
    }
page-helpful = Cette page vous a-t-elle aidé ?
    .yes = Oui
    .no = Non
page-position =
    .label = Page { $position } sur { $total }
map-places =
    .label =
        { $count ->
            [one] Carte avec { $count } lieu
           *[other] Carte avec { $count } lieux
        }

## Événements

event-date = { DATETIME($start, weekday: "long", day: "numeric", month: "long") }
event-today = Aujourd’hui
event-tomorrow = Demain
event-days =
    { $days ->
        [one] Encore { $days } jour
       *[other] Encore { $days } jours
    }
event-cancelled = Annulé

## Quand quelque chose ne marche pas

error-network = Pas de connexion. Merci de vérifier internet sur votre téléphone.
error-server = Le serveur ne répond pas. Merci de réessayer plus tard.
error-not-found = Cette page n’existe plus.
error-storage = Il n’y a pas assez de place sur votre téléphone. Merci de supprimer quelque chose.
error-retry = Réessayer
error-other = Quelque chose s’est mal passé. Merci de réessayer. (Code : { $code })

## Paramètres

settings-text-size =
    .label = Taille des lettres
settings-dark = Couleurs sombres
settings-news = Montrer les nouvelles de votre région
settings-privacy = { -app-name } ne collecte pas de données sur vous. <a href="https://lotse.example/privacy">En savoir plus sur la protection des données</a>
