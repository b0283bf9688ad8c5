### Warum es eine neue Version eines Textes gibt: Sie wurde vorgeschlagen.

suggested = Vorgeschlagen über eine Einladung
# $name (text): der Name, den jemand angegeben hat
suggested-by = Vorgeschlagen über eine Einladung, von { $name }
