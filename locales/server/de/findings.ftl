### Was eine Prüfung über eine hochgeladene Fluent-Datei sagt; der Name endet mit dem Code des Befunds.
### Zuerst, was nicht stimmt, dann, was zu ändern ist: Wer genau das tut, ist den Befund los.
### Der Name der Nachricht, Zeile und Spalte stehen neben dem Satz.
### Der Ausgangstext ist die Datei, aus der übersetzt wird. Alle Variablen sind Texte.

# $unit (Text): wovon es zu viel ist: bytes oder entries
# $limit (Text): die Grenze, in KiB oder in Einträgen
finding-too-large =
    { $unit ->
        [bytes] Die Datei ist zu groß; die Grenze liegt bei { $limit } KiB. Bitte in mehrere Dateien teilen.
       *[entries] Die Datei hat zu viele Einträge; die Grenze liegt bei { $limit }. Bitte in mehrere Dateien teilen.
    }
# $kind (Text): bytes, replacement oder control
# $character (Text): ein Zeichen wie U+FFFD; leer bei bytes
finding-encoding =
    { $kind ->
        [bytes] Die Datei ist nicht in UTF-8. Bitte als UTF-8 speichern und noch einmal hochladen.
        [replacement] Hier ging ein Buchstabe verloren und wurde zu { $character }. Bitte den richtigen Buchstaben an diese Stelle schreiben.
       *[control] Hier ist das unsichtbare Steuerzeichen { $character }. Bitte löschen.
    }
# $limit (Text): Ebenen
finding-nesting = Zu viele Klammern in Klammern; die Grenze liegt bei { $limit } Ebenen. Bitte den Eintrag einfacher schreiben.
finding-bom = Die Datei beginnt mit einer unsichtbaren Marke (BOM). Lotse nimmt sie weg; es ist nichts zu tun.
# $reason (Text): tab, id, message-selector, term-attribute, default-variant, escape, unclosed, equals, value, token oder other
# $expected (Text): die Zeichen, die hier erwartet wurden, oder leer
finding-syntax =
    { $reason ->
        [tab] Diese Zeile beginnt mit einem Tabulator. Bitte stattdessen mit vier Leerzeichen beginnen.
        [id] Der Name vor dem „=“ ist nicht lesbar. Bitte den Namen aus dem Ausgangstext kopieren; Namen werden nie übersetzt.
        [message-selector] Vor „->“ kann keine Nachricht und kein Begriff stehen. Bitte dort eine Variable verwenden, wie im Ausgangstext.
        [term-attribute] Das Attribut eines Begriffs kann nicht im Text stehen. Bitte den Begriff selbst verwenden, ohne den Punkt und was danach kommt.
        [default-variant] Genau eine Variante muss der Standard sein. Bitte nur vor die letzte ein * schreiben, wie in *[other].
        [escape] Das Zeichen \ ist hier falsch verwendet. Bitte \\ oder \" oder \u mit vier Stellen schreiben, zum Beispiel \u00A0.
        [unclosed] Eine Klammer oder ein Anführungszeichen ist hier geöffnet und nicht geschlossen. Bitte schließen, wie im Ausgangstext.
        [equals] Nach dem Namen fehlt das Zeichen „=“. Bitte so schreiben: Name = Text
        [value] Nach dem „=“ steht nichts. Bitte dort die Übersetzung schreiben oder den Eintrag löschen.
        [token] Hier fehlt etwas: „{ $expected }“. Bitte ergänzen, wie im Ausgangstext.
       *[other] Dieser Eintrag ist nicht lesbar. Bitte noch einmal aus dem Ausgangstext kopieren und nur die Wörter übersetzen.
    }
# $first (Text): die Zeile der ersten
finding-duplicate-message = Eine Nachricht mit diesem Namen gibt es schon in Zeile { $first }. Bitte eine von beiden löschen.
# $first (Text): die Zeile des ersten
finding-duplicate-attribute = Ein Attribut mit diesem Namen gibt es schon in Zeile { $first }. Bitte eines von beiden löschen.
finding-missing-message = Diese Nachricht ist noch nicht übersetzt; man liest sie in einer anderen Sprache. Bitte übersetzen, wenn Zeit ist.
finding-obsolete-message = Der Ausgangstext hat keine Nachricht mit diesem Namen; niemand sieht sie. Bitte den Namen berichtigen oder die Nachricht löschen.
# $term (Text): der Name des Begriffs, zum Beispiel -brand
finding-missing-term = Der Begriff „{ $term }“ fehlt. Bitte aus dem Ausgangstext kopieren und übersetzen.
finding-missing-value = Nach dem „=“ fehlt der Text. Bitte aus dem Ausgangstext übersetzen.
finding-obsolete-value = Im Ausgangstext steht nichts direkt nach dem „=“. Bitte den Text dort löschen; nur die Zeilen mit Punkt am Anfang bleiben.
# $attribute (Text): der Name des Attributs, zum Beispiel title
finding-missing-attribute = Die Zeile „.{ $attribute }“ fehlt. Bitte aus dem Ausgangstext kopieren und übersetzen.
# $attribute (Text): der Name des Attributs, zum Beispiel title
finding-obsolete-attribute = Der Ausgangstext hat keine Zeile „.{ $attribute }“; niemand sieht sie. Bitte löschen.
finding-empty = Dieser Text zeigt nichts. Bitte die Übersetzung schreiben oder die Nachricht löschen.
# $name (Text): die Variable, zum Beispiel $count
# $known (Text): die Variablen des Ausgangstexts, mit Kommas, oder leer
# $empty (Text): welche der anderen Variablen leer ist: known oder none
finding-unknown-variable =
    { $empty ->
        [known] Die App kennt „{ $name }“ hier nicht, und der Ausgangstext hat keine Variablen. Bitte weglassen.
       *[none] Die App kennt „{ $name }“ hier nicht. Bitte weglassen oder eine Variable des Ausgangstexts verwenden: „{ $known }“.
    }
# $name (Text): die Variable, zum Beispiel $count
finding-missing-variable = Im Ausgangstext steht „{ $name }“, in der Übersetzung nicht. Bitte in geschweiften Klammern einfügen.
# $name (Text): worauf verwiesen wird, zum Beispiel -brand, other oder other.title
finding-unknown-reference = „{ $name }“ gibt es nicht. Bitte den Namen aus dem Ausgangstext kopieren oder weglassen.
# $name (Text): der Begriff, zum Beispiel -brand
finding-missing-term-ref = Im Ausgangstext steht der Begriff „{ $name }“, in der Übersetzung nicht. Bitte in geschweiften Klammern einfügen.
# $name (Text): der Begriff, zum Beispiel -brand
finding-obsolete-term-ref = Im Ausgangstext steht der Begriff „{ $name }“ hier nicht. Bitte weglassen und das Wort selbst schreiben.
# $name (Text): die Nachricht, zum Beispiel other oder other.title
finding-missing-message-ref = Im Ausgangstext steht die Nachricht „{ $name }“, in der Übersetzung nicht. Bitte in geschweiften Klammern einfügen.
# $name (Text): die Nachricht, zum Beispiel other oder other.title
finding-obsolete-message-ref = Im Ausgangstext steht die Nachricht „{ $name }“ hier nicht. Bitte weglassen und die Wörter selbst schreiben.
# $path (Text): die Nachrichten in ihrer Reihenfolge, zum Beispiel a, b, a
finding-cycle = Diese Nachrichten verweisen im Kreis aufeinander: { $path }. Bitte den Verweis aus dieser Nachricht nehmen.
# $limit (Text): eine Zahl
finding-expansion = Diese Nachricht braucht zu viele geschweifte Klammern; die Grenze liegt bei { $limit }. Bitte auf weniger Nachrichten und Begriffe verweisen.
# $name (Text): die Funktion, zum Beispiel PLATFORM
# $known (Text): die Funktionen, die Apps haben, mit Kommas
finding-unknown-function = Apps haben die Funktion „{ $name }“ nicht. Bitte weglassen oder eine von diesen verwenden: { $known }.
# $function (Text): die Funktion, zum Beispiel NUMBER
# $option (Text): die Option, zum Beispiel minimumFractionDigits
# $kind (Text): ob die Option unbekannt ist oder ihr Wert: option oder value
finding-function-option =
    { $kind ->
        [option] Die Funktion „{ $function }“ kennt die Option „{ $option }“ nicht. Bitte löschen oder aus dem Ausgangstext kopieren.
       *[value] Die Funktion „{ $function }“ kennt diesen Wert für „{ $option }“ nicht. Bitte den Wert aus dem Ausgangstext kopieren.
    }
# $term (Text): der Name des Begriffs, zum Beispiel -brand
finding-term-positional-arg = In den Klammern nach „{ $term }“ steht ein Wert ohne Namen; er bewirkt nichts. Bitte löschen, oder Namen und Doppelpunkt davor schreiben.
# $missing (Text): Pluralformen, zum Beispiel few, many
# $numbers (Text): Beispiele für Zahlen, für die sie da sind, etwa 2, 3, 4
finding-missing-plural = Es fehlen Formen für Zahlen wie { $numbers }. Bitte je eine Variante ergänzen für: { $missing }.
# $category (Text): eine Pluralform, zum Beispiel few
# $used (Text): die Formen der Sprache, zum Beispiel one, other
finding-unreachable-plural = Diese Sprache verwendet die Form [{ $category }] nie. Bitte diese Variante löschen und behalten: { $used }.
# $name (Text): der Name der Variante
finding-duplicate-variant = Die Variante [{ $name }] gibt es zweimal. Bitte eine von beiden löschen.
# $category (Text): eine Pluralform, zum Beispiel one
# $numbers (Text): Beispiele für Zahlen, für die sie da ist, etwa 1, 21, 31
# $name (Text): die Variable mit der Zahl, zum Beispiel $count
finding-plural-without-number = Die Form [{ $category }] gilt für mehrere Zahlen: { $numbers }. Bitte die Zahl darin zeigen: „{ $name }“ in geschweiften Klammern.
# $tag (Text): ein HTML-Tag
finding-html-unbalanced = Das Tag „{ $tag }“ ist nicht paarweise geöffnet und geschlossen. Bitte die Tags wie im Ausgangstext setzen.
# $what (Text): ein Tag, ein Ereignis oder eine Art von Link, zum Beispiel <script>, onclick oder javascript:
finding-html-unexpected = Der Ausgangstext hat „{ $what }“ nicht. Bitte weglassen.
# $tag (Text): ein HTML-Tag
# $attribute (Text): eines seiner Attribute, zum Beispiel href
# $wanted (Text): sein Wert im Ausgangstext, oder leer
# $found (Text): sein Wert in der Übersetzung, oder leer
# $empty (Text): welche der anderen Variablen leer ist: found, wanted oder none
finding-html-attr-changed =
    { $empty ->
        [found] Im Tag „{ $tag }“ fehlt „{ $attribute }“ oder ist leer. Bitte wie im Ausgangstext schreiben: „{ $wanted }“.
        [wanted] Im Tag „{ $tag }“ steht im Ausgangstext nichts bei „{ $attribute }“. Bitte „{ $found }“ weglassen.
       *[none] Im Tag „{ $tag }“ ist „{ $attribute }“ hier „{ $found }“. Bitte wie im Ausgangstext schreiben: „{ $wanted }“.
    }
# $tag (Text): ein HTML-Tag
finding-html-missing = Im Ausgangstext steht das Tag „{ $tag }“, in der Übersetzung nicht. Bitte wie im Ausgangstext setzen.
# $wanted (Text): die Adresse im Ausgangstext, oder leer
# $found (Text): die Adresse in der Übersetzung, oder leer
# $empty (Text): welche der anderen Variablen leer ist: found, wanted oder none
finding-url =
    { $empty ->
        [found] Die Adresse „{ $wanted }“ aus dem Ausgangstext fehlt hier. Bitte wie im Ausgangstext schreiben.
        [wanted] Die Adresse „{ $found }“ steht nicht im Ausgangstext. Bitte weglassen.
       *[none] Die Adresse ist nicht gleich: „{ $wanted }“ im Ausgangstext, „{ $found }“ hier. Bitte wie im Ausgangstext schreiben.
    }
# $wanted (Text): die Zahl im Ausgangstext, oder leer
# $found (Text): die Zahl in der Übersetzung, oder leer
# $empty (Text): welche der anderen Variablen leer ist: found, wanted oder none
finding-number =
    { $empty ->
        [found] Die Zahl „{ $wanted }“ aus dem Ausgangstext fehlt hier. Bitte wie im Ausgangstext schreiben.
        [wanted] Die Zahl „{ $found }“ steht nicht im Ausgangstext. Bitte weglassen.
       *[none] Die Zahl ist nicht gleich: „{ $wanted }“ im Ausgangstext, „{ $found }“ hier. Bitte wie im Ausgangstext schreiben.
    }
# $edge (Text): wo der Leerraum ist: start oder end
finding-whitespace-edge =
    { $edge ->
        [start] Der Leerraum am Anfang ist nicht wie im Ausgangstext. Bitte den Text mit denselben Leerzeichen beginnen.
       *[end] Der Leerraum am Ende ist nicht wie im Ausgangstext. Bitte den Text mit denselben Leerzeichen beenden.
    }
# $limit (Text): Zeichen
# $length (Text): Zeichen
finding-max-length = Dieser Text ist zu lang: { $length } Zeichen. Bitte auf höchstens { $limit } kürzen.
# $found (Text): die Taste, die gefunden wurde
# $label (Text): der Text, zu dem die Taste gehört
finding-accesskey = Die Taste „{ $found }“ ist kein Buchstabe aus „{ $label }“. Bitte einen Buchstaben daraus wählen.
# $wanted (Text): die Größen im Ausgangstext
finding-css = Das ist eine Größe für das Layout, kein Text. Bitte in der Form des Ausgangstexts schreiben: „{ $wanted }“.
finding-unchanged = Dieser Text ist derselbe wie der Ausgangstext. Wenn das richtig ist, ist nichts zu tun.
# $character (Text): ein Zeichen wie U+202E
finding-bidi-override = Das unsichtbare Zeichen { $character } dreht den Text um. Bitte löschen.
# $character (Text): ein Zeichen wie U+2067
finding-bidi-unbalanced = Die unsichtbare Marke { $character } hat kein Gegenstück. Bitte löschen, oder U+2069 ergänzen, wo ihr Teil endet.
# $character (Text): ein Zeichen wie U+200B
finding-zero-width = Hier ist das unsichtbare Zeichen { $character }, das diese Sprache nicht braucht. Bitte löschen.
finding-not-nfc = Einige Buchstaben sind ungewöhnlich zusammengesetzt. Lotse speichert sie in der üblichen Form; es ist nichts zu tun.
# $wanted (Text): das Kürzel einer Schrift, zum Beispiel Arab
# $found (Text): das Kürzel einer Schrift, zum Beispiel Latn
finding-script = Die Buchstaben gehören zu einer anderen Schrift ({ $found }), als die Sprache hat ({ $wanted }). Bitte in der Schrift der Sprache schreiben oder die richtige Sprache wählen.
# $word (Text): ein Wort
finding-mixed-script = Das Wort „{ $word }“ mischt Buchstaben aus zwei Schriften, die gleich aussehen. Bitte das Wort neu tippen.
# $wanted (Text): ein Sprachkürzel, zum Beispiel kmr
# $found (Text): ein Sprachkürzel, zum Beispiel tr
finding-language = Das sieht nach der Sprache „{ $found }“ aus, nicht nach „{ $wanted }“. Bitte prüfen, ob hier der richtige Text steht.
