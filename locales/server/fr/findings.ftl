finding-too-large =
    { $unit ->
        [bytes] Le fichier est trop grand ; la limite est de { $limit } Kio. Merci de le partager en plusieurs fichiers.
       *[entries] Le fichier a trop d’entrées ; la limite est de { $limit }. Merci de le partager en plusieurs fichiers.
    }
finding-encoding =
    { $kind ->
        [bytes] Le fichier n’est pas en UTF-8. Merci de l’enregistrer en UTF-8 et de l’envoyer à nouveau.
        [replacement] Une lettre s’est perdue ici et est devenue { $character }. Merci d’écrire la bonne lettre à sa place.
       *[control] Il y a ici le caractère de contrôle invisible { $character }. Merci de le supprimer.
    }
finding-nesting = Il y a trop de parenthèses ou d’accolades les unes dans les autres ; la limite est de { $limit } niveaux. Merci d’écrire cette entrée plus simplement.
finding-bom = Le fichier commence par une marque invisible (BOM). Lotse l’enlève ; il n’y a rien à faire.
finding-syntax =
    { $reason ->
        [tab] Cette ligne commence par une tabulation. Merci de la commencer plutôt par quatre espaces.
        [id] Le nom avant « = » est illisible. Merci de copier le nom du texte source ; les noms ne se traduisent jamais.
        [message-selector] Un message ou un terme ne peut pas être avant « -> ». Merci d’y mettre une variable, comme dans le texte source.
        [term-attribute] L’attribut d’un terme ne peut pas être montré dans un texte. Merci de mettre le terme lui-même, sans le point ni ce qui suit.
        [default-variant] Il faut exactement une variante par défaut. Merci d’écrire * seulement devant la dernière, comme dans *[other].
        [escape] Le signe \ est mal utilisé ici. Merci d’écrire \\ ou \" ou \u avec quatre chiffres, par exemple \u00A0.
        [unclosed] Une parenthèse, une accolade ou un guillemet est ouvert ici et n’est pas fermé. Merci de le fermer, comme dans le texte source.
        [equals] Le signe « = » manque après le nom. Merci d’écrire ainsi : nom = texte
        [value] Il n’y a rien après « = ». Merci d’y écrire la traduction ou de supprimer l’entrée.
        [token] Il manque ici quelque chose : « { $expected } ». Merci de l’ajouter, comme dans le texte source.
       *[other] Cette entrée est illisible. Merci de la copier à nouveau du texte source et de traduire seulement les mots.
    }
finding-duplicate-message = Il y a déjà un message de ce nom à la ligne { $first }. Merci de supprimer l’un des deux.
finding-duplicate-attribute = Il y a déjà un attribut de ce nom à la ligne { $first }. Merci de supprimer l’un des deux.
finding-missing-message = Ce message n’est pas encore traduit ; on le lit dans une autre langue. Merci de le traduire quand vous aurez le temps.
finding-obsolete-message = Le texte source n’a pas de message de ce nom ; personne ne le voit. Merci de corriger le nom ou de supprimer le message.
finding-missing-term = Le terme « { $term } » manque. Merci de le copier du texte source et de le traduire.
finding-missing-value = Le texte après « = » manque. Merci de le traduire du texte source.
finding-obsolete-value = Le texte source n’a rien juste après « = ». Merci d’y supprimer le texte et de garder seulement les lignes qui commencent par un point.
finding-missing-attribute = La ligne « .{ $attribute } » manque. Merci de la copier du texte source et de la traduire.
finding-obsolete-attribute = Le texte source n’a pas de ligne « .{ $attribute } » ; personne ne la voit. Merci de la supprimer.
finding-empty = Ce texte ne montre rien. Merci d’écrire la traduction ou de supprimer le message.
finding-unknown-variable =
    { $empty ->
        [known] L’application ne connaît pas « { $name } » ici, et le texte source n’a pas de variable. Merci de l’enlever.
       *[none] L’application ne connaît pas « { $name } » ici. Merci de l’enlever ou d’utiliser une variable du texte source : « { $known } ».
    }
finding-missing-variable = Le texte source contient « { $name } », pas la traduction. Merci de l’ajouter au texte, entre accolades.
finding-unknown-reference = « { $name } » n’existe pas. Merci de copier le nom du texte source ou de l’enlever.
finding-missing-term-ref = Le texte source contient le terme « { $name } », pas la traduction. Merci de l’ajouter au texte, entre accolades.
finding-obsolete-term-ref = Le texte source ne contient pas le terme « { $name } » ici. Merci de l’enlever et d’écrire le mot lui-même.
finding-missing-message-ref = Le texte source contient le message « { $name } », pas la traduction. Merci de l’ajouter au texte, entre accolades.
finding-obsolete-message-ref = Le texte source ne contient pas le message « { $name } » ici. Merci de l’enlever et d’écrire les mots eux-mêmes.
finding-cycle = Ces messages renvoient l’un à l’autre en cercle : { $path }. Merci d’enlever le renvoi de ce message.
finding-expansion = Il faut trop d’accolades pour montrer ce message ; la limite est de { $limit }. Merci de renvoyer à moins de messages et de termes.
finding-unknown-function = Les applications n’ont pas la fonction « { $name } ». Merci de l’enlever ou d’utiliser l’une de celles-ci : { $known }.
finding-function-option =
    { $kind ->
        [option] La fonction « { $function } » ne connaît pas l’option « { $option } ». Merci de la supprimer ou de la copier du texte source.
       *[value] La fonction « { $function } » ne connaît pas cette valeur pour « { $option } ». Merci de copier la valeur du texte source.
    }
finding-term-positional-arg = Dans les parenthèses après « { $term } », il y a une valeur sans nom ; elle n’a pas d’effet. Merci de la supprimer, ou d’écrire le nom et deux-points devant.
finding-missing-plural = Il manque des formes pour des nombres comme { $numbers }. Merci d’ajouter une variante pour chacune de ces formes : { $missing }.
finding-unreachable-plural = Cette langue n’utilise jamais la forme [{ $category }]. Merci de supprimer cette variante et de garder : { $used }.
finding-duplicate-variant = La variante [{ $name }] est là deux fois. Merci de supprimer l’une des deux.
finding-plural-without-number = La forme [{ $category }] sert pour plusieurs nombres : { $numbers }. Merci d’y montrer le nombre : « { $name } » entre accolades.
finding-html-unbalanced = La balise « { $tag } » n’est pas ouverte et fermée par paire. Merci de placer les balises comme dans le texte source.
finding-html-unexpected = Le texte source ne contient pas « { $what } ». Merci de l’enlever.
finding-html-attr-changed =
    { $empty ->
        [found] Dans la balise « { $tag } », « { $attribute } » manque ou est vide. Merci d’écrire comme dans le texte source : « { $wanted } ».
        [wanted] Dans la balise « { $tag } », le texte source n’a rien pour « { $attribute } ». Merci d’enlever « { $found } ».
       *[none] Dans la balise « { $tag } », « { $attribute } » est ici « { $found } ». Merci d’écrire comme dans le texte source : « { $wanted } ».
    }
finding-html-missing = Le texte source contient la balise « { $tag } », pas la traduction. Merci de la placer comme dans le texte source.
finding-url =
    { $empty ->
        [found] L’adresse « { $wanted } » du texte source manque ici. Merci de l’écrire comme dans le texte source.
        [wanted] Le texte source ne contient pas l’adresse « { $found } ». Merci de l’enlever.
       *[none] L’adresse n’est pas la même : « { $wanted } » dans le texte source, « { $found } » ici. Merci de l’écrire comme dans le texte source.
    }
finding-number =
    { $empty ->
        [found] Le nombre « { $wanted } » du texte source manque ici. Merci de l’écrire comme dans le texte source.
        [wanted] Le texte source ne contient pas le nombre « { $found } ». Merci de l’enlever.
       *[none] Le nombre n’est pas le même : « { $wanted } » dans le texte source, « { $found } » ici. Merci de l’écrire comme dans le texte source.
    }
finding-whitespace-edge =
    { $edge ->
        [start] Les espaces au début ne sont pas comme dans le texte source. Merci de commencer le texte par les mêmes espaces.
       *[end] Les espaces à la fin ne sont pas comme dans le texte source. Merci de finir le texte par les mêmes espaces.
    }
finding-max-length = Ce texte est trop long : { $length } caractères. Merci de le raccourcir à { $limit } au maximum.
finding-accesskey = La touche « { $found } » n’est pas une lettre de « { $label } ». Merci d’en choisir une lettre.
finding-css = C’est une taille pour la mise en page, pas un texte. Merci de l’écrire dans la forme du texte source : « { $wanted } ».
finding-unchanged = Ce texte est le même que le texte source. Si c’est voulu, il n’y a rien à faire.
finding-bidi-override = Le caractère invisible { $character } retourne le texte. Merci de le supprimer.
finding-bidi-unbalanced = La marque invisible { $character } est seule. Merci de la supprimer, ou d’ajouter U+2069 là où sa partie finit.
finding-zero-width = Il y a ici le caractère invisible { $character }, inutile dans cette langue. Merci de le supprimer.
finding-not-nfc = Certaines lettres sont composées de façon inhabituelle. Lotse les enregistre dans la forme habituelle ; il n’y a rien à faire.
finding-script = Les lettres sont d’une autre écriture ({ $found }) que celle de la langue ({ $wanted }). Merci d’écrire dans l’écriture de la langue ou de choisir la bonne langue.
finding-mixed-script = Le mot « { $word } » mélange des lettres de deux alphabets qui se ressemblent. Merci de taper à nouveau le mot.
finding-language = Cela ressemble à la langue « { $found } », pas à « { $wanted } ». Merci de vérifier que le bon texte est ici.
