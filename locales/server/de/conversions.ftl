### Was gesagt wird, wenn aus Dateien von i18next Fluent wird (doubt) oder umgekehrt (lost): was zweifelhaft ist
### und wie es gelesen wurde, oder was anders erscheint als in Fluent. Fluent, i18next, count und context bleiben.

doubt-also-plain = Dieser Schlüssel hat Pluralformen und einen Text ohne Form. Bitte eins von beiden löschen; fehlt die Form „other“, dient der Text dafür.
doubt-missing-other = Die Pluralform „other“ fehlt; die letzte Form vertritt sie. Bitte ergänzen.
doubt-maybe-plural = Das sieht wie eine Pluralform aus, kann aber ein eigener Text sein und wurde so gelesen. Ist es eine Form, bitte die Form „other“ ergänzen.
# $name (Text): ein anderer Schlüssel, zum Beispiel friend
doubt-maybe-context = Das sieht wie eine Variante von „{ $name }“ aus, kann aber ein eigener Text sein und wurde so gelesen. Bitte prüfen, was die App tut.
doubt-old-plural = Das ist ein Plural eines älteren Formats von i18next und wurde als eigener Text gelesen. Bitte mit den Endungen der Version 4 schreiben, wie _other.
doubt-unused-form = Diese Sprache hat diese Pluralform nicht; sie wurde weggelassen. Bitte löschen.
doubt-both-kinds = Unter diesem Schlüssel stehen Formen zum Zählen und zum Nummerieren; letztere wurden als eigene Texte gelesen. Bitte zwei Schlüssel verwenden.
doubt-variables = Die Pluralformen zeigen nicht dieselben Variablen. Bitte prüfen, ob eine fehlt.
# $name (Text): was dort steht, zum Beispiel $t(other:key)
doubt-nesting = „{ $name }“ lässt sich hier nicht auflösen und blieb als Text stehen. Bitte die Wörter selbst schreiben oder den Schlüssel eines Textes dieser Datei.
# $name (Text): ein Format, zum Beispiel LL
doubt-format = Für das Format „{ $name }“ gibt es in Fluent nichts; der Wert wird gezeigt, wie er ist. Bitte prüfen, ob das reicht.
# $name (Text): was dort steht, zum Beispiel {{ }}
doubt-placeholder = „{ $name }“ ist als Platzhalter nicht lesbar und blieb als Text stehen. Bitte die Schreibweise prüfen.
doubt-not-text = Das ist weder Text noch Zahl und wurde weggelassen. Bitte in Anführungszeichen setzen oder löschen.
doubt-key-length = Dieser Schlüssel ist leer oder zu lang und wurde weggelassen. Bitte kürzen.
doubt-duplicate = Diesen Schlüssel gibt es zweimal; der erste Text blieb. Bitte einen löschen.
doubt-language = Das ist kein Tag einer Sprache mit Texten, oder die Sprache ist schon da; es wurde weggelassen. Bitte ein Tag wie de oder sr-Latn verwenden.

# $name (Text): eine Variable, zum Beispiel photoCount
lost-count-renamed = Nichts geht verloren, aber die App muss „{ $name }“ als count übergeben: i18next kennt nur das für Plurale.
# $name (Text): eine Variable, zum Beispiel photoCount
lost-context-renamed = Nichts geht verloren, aber die App muss „{ $name }“ als context übergeben: i18next kennt nur das für Varianten.
# $name (Text): eine Variable, zum Beispiel photoCount
# $other (Text): ihr Name in i18next
lost-variable-renamed = Nichts geht verloren, aber die App muss „{ $name }“ als „{ $other }“ übergeben: i18next verwendet den ersten Namen selbst.
# $name (Text): eine Zahl
lost-exact-number = Der Text für genau { $name } fällt weg; i18next zeigt den der Pluralform.
# $name (Text): eine Variable, zum Beispiel photoCount
lost-select = Die Varianten, die von „{ $name }“ abhängen, fallen weg; immer erscheint die Vorgabe.
# $name (Text): eine Funktion, zum Beispiel LIST
lost-function = i18next hat die Funktion „{ $name }“ nicht; der Wert wird gezeigt, wie er ist.
# $name (Text): eine Option, zum Beispiel month
lost-function-option = Die Option „{ $name }“ lässt sich i18next nicht mitteilen; sie fällt weg.
# $name (Text): eine Nachricht oder ein Begriff, zum Beispiel -brand
lost-reference = „{ $name }“ ist nicht in diesem Bundle; gezeigt wird der Name. Bitte ergänzen.
lost-syntax = Der Text enthält Zeichen, die i18next als eigene lesen würde; ein unsichtbares Zeichen verhindert das.
# $name (Text): eine andere Nachricht
lost-key-taken = Der Schlüssel gehört schon zu „{ $name }“, daher erscheint einer der beiden Texte nicht. Bitte einen umbenennen.
lost-too-large = Der Text verweist auf sich selbst oder wird zu lang; nichts wurde geschrieben. Bitte einfacher schreiben.
lost-too-many-variants = Es sind zu viele Varianten; die von context oder die für einzelne Zahlen wurden weggelassen. Bitte einfacher schreiben.
