### What a check says about an uploaded Fluent file; the name ends with the code of the finding.
### First what is wrong, then what to change: whoever does just that is rid of the finding.
### The name of the message, its line and its column stand beside the sentence.
### The source text is the file that is translated from. All variables are texts.

# $unit (text): what there is too much of: bytes or entries
# $limit (text): the limit, in KiB or in entries
finding-too-large =
    { $unit ->
        [bytes] The file is too large; the limit is { $limit } KiB. Please split it into several files.
       *[entries] The file has too many entries; the limit is { $limit }. Please split it into several files.
    }
# $kind (text): bytes, replacement or control
# $character (text): a character such as U+FFFD; empty for bytes
finding-encoding =
    { $kind ->
        [bytes] The file is not in UTF-8. Please save it as UTF-8 and upload it again.
        [replacement] A letter was lost here and became { $character }. Please type the right letter in its place.
       *[control] Here is the invisible control character { $character }. Please delete it.
    }
# $limit (text): levels
finding-nesting = Too many brackets inside brackets; the limit is { $limit } levels. Please write this entry more simply.
finding-bom = The file begins with an invisible mark (BOM). Lotse takes it off; there is nothing to do.
# $reason (text): tab, id, message-selector, term-attribute, default-variant, escape, unclosed, equals, value, token or other
# $expected (text): the signs that were expected here, or empty
finding-syntax =
    { $reason ->
        [tab] This line begins with a tab. Please begin it with four spaces instead.
        [id] The name before “=” cannot be read. Please copy the name from the source text; names are never translated.
        [message-selector] A message or term cannot stand before “->”. Please put a variable there, as in the source text.
        [term-attribute] An attribute of a term cannot be shown in a text. Please use the term itself, without the dot and what follows it.
        [default-variant] Exactly one variant has to be the default. Please write * before the last one only, as in *[other].
        [escape] The sign \ is used wrongly here. Please write \\ or \" or \u with four digits, such as \u00A0.
        [unclosed] A bracket or a quotation mark is opened here and not closed. Please close it, as in the source text.
        [equals] The sign “=” is missing after the name. Please write: name = text
        [value] There is nothing after “=”. Please write the translation there, or delete the entry.
        [token] Something is missing here: “{ $expected }”. Please add it, as in the source text.
       *[other] This entry cannot be read. Please copy it from the source text again and translate only the words.
    }
# $first (text): the line of the first one
finding-duplicate-message = There is already a message of this name in line { $first }. Please delete one of the two.
# $first (text): the line of the first one
finding-duplicate-attribute = There is already an attribute of this name in line { $first }. Please delete one of the two.
finding-missing-message = This message is not translated yet, so readers see another language. Please translate it when you have time.
finding-obsolete-message = The source text has no message of this name, so nobody sees it. Please correct the name, or delete the message.
# $term (text): the name of the term, such as -brand
finding-missing-term = The term “{ $term }” is missing. Please copy it from the source text and translate it.
finding-missing-value = The text after “=” is missing. Please translate it from the source text.
finding-obsolete-value = The source text has nothing directly after “=”. Please delete the text there and keep only the lines that begin with a dot.
# $attribute (text): the name of the attribute, such as title
finding-missing-attribute = The line “.{ $attribute }” is missing. Please copy it from the source text and translate it.
# $attribute (text): the name of the attribute, such as title
finding-obsolete-attribute = The source text has no line “.{ $attribute }”, so nobody sees it. Please delete it.
finding-empty = This text shows nothing. Please write the translation, or delete the message.
# $name (text): the variable, such as $count
# $known (text): the variables of the source text, with commas, or empty
# $empty (text): which of the other variables is empty: known or none
finding-unknown-variable =
    { $empty ->
        [known] The app does not know “{ $name }” here, and the source text has no variables. Please take it out.
       *[none] The app does not know “{ $name }” here. Please take it out, or use a variable of the source text: “{ $known }”.
    }
# $name (text): the variable, such as $count
finding-missing-variable = The source text uses “{ $name }”, the translation does not. Please put it into the text, in braces.
# $name (text): what is referred to, such as -brand, other or other.title
finding-unknown-reference = There is no “{ $name }”. Please copy the name from the source text, or take it out.
# $name (text): the term, such as -brand
finding-missing-term-ref = The source text uses the term “{ $name }”, the translation does not. Please put it into the text, in braces.
# $name (text): the term, such as -brand
finding-obsolete-term-ref = The source text does not use the term “{ $name }” here. Please take it out and write the word itself.
# $name (text): the message, such as other or other.title
finding-missing-message-ref = The source text uses the message “{ $name }”, the translation does not. Please put it into the text, in braces.
# $name (text): the message, such as other or other.title
finding-obsolete-message-ref = The source text does not use the message “{ $name }” here. Please take it out and write the words themselves.
# $path (text): the messages in their order, such as a, b, a
finding-cycle = These messages refer to each other in a circle: { $path }. Please take the reference out of this message.
# $limit (text): a number
finding-expansion = Too many braces are needed to show this message; the limit is { $limit }. Please refer to fewer messages and terms.
# $name (text): the function, such as PLATFORM
# $known (text): the functions that apps have, with commas
finding-unknown-function = Apps do not have the function “{ $name }”. Please take it out, or use one of these: { $known }.
# $function (text): the function, such as NUMBER
# $option (text): the option, such as minimumFractionDigits
# $kind (text): whether the option is not known, or its value: option or value
finding-function-option =
    { $kind ->
        [option] The function “{ $function }” does not know the option “{ $option }”. Please delete it, or copy it from the source text.
       *[value] The function “{ $function }” does not know this value for “{ $option }”. Please copy the value from the source text.
    }
# $term (text): the name of the term, such as -brand
finding-term-positional-arg = In the brackets after “{ $term }” stands a value without a name; it does nothing. Please delete it, or write the name and a colon before it.
# $missing (text): plural forms, such as few, many
# $numbers (text): examples of numbers that they are for, such as 2, 3, 4
finding-missing-plural = Forms are missing for numbers such as { $numbers }. Please add a variant for each of these: { $missing }.
# $category (text): a plural form, such as few
# $used (text): the forms of the language, such as one, other
finding-unreachable-plural = This language never uses the form [{ $category }]. Please delete this variant and keep: { $used }.
# $name (text): the name of the variant
finding-duplicate-variant = The variant [{ $name }] is there twice. Please delete one of the two.
# $category (text): a plural form, such as one
# $numbers (text): examples of numbers that it is for, such as 1, 21, 31
# $name (text): the variable with the number, such as $count
finding-plural-without-number = The form [{ $category }] is used for several numbers: { $numbers }. Please show the number in it: put “{ $name }” there, in braces.
# $tag (text): an HTML tag
finding-html-unbalanced = The tag “{ $tag }” is not opened and closed in pairs. Please set the tags as in the source text.
# $what (text): a tag, an event or a kind of link, such as <script>, onclick or javascript:
finding-html-unexpected = The source text does not have “{ $what }”. Please take it out.
# $tag (text): an HTML tag
# $attribute (text): one of its attributes, such as href
# $wanted (text): its value in the source text, or empty
# $found (text): its value in the translation, or empty
# $empty (text): which of the other variables is empty: found, wanted or none
finding-html-attr-changed =
    { $empty ->
        [found] In the tag “{ $tag }”, “{ $attribute }” is missing or empty. Please write as in the source text: “{ $wanted }”.
        [wanted] In the tag “{ $tag }”, the source text says nothing for “{ $attribute }”. Please take “{ $found }” out.
       *[none] In the tag “{ $tag }”, “{ $attribute }” is “{ $found }”. Please write as in the source text: “{ $wanted }”.
    }
# $tag (text): an HTML tag
finding-html-missing = The source text has the tag “{ $tag }”, the translation does not. Please set it as in the source text.
# $wanted (text): the address in the source text, or empty
# $found (text): the address in the translation, or empty
# $empty (text): which of the other variables is empty: found, wanted or none
finding-url =
    { $empty ->
        [found] The address “{ $wanted }” of the source text is missing here. Please write it as in the source text.
        [wanted] The source text does not have the address “{ $found }”. Please take it out.
       *[none] The address is not the same: “{ $wanted }” in the source text, “{ $found }” here. Please write it as in the source text.
    }
# $wanted (text): the number in the source text, or empty
# $found (text): the number in the translation, or empty
# $empty (text): which of the other variables is empty: found, wanted or none
finding-number =
    { $empty ->
        [found] The number “{ $wanted }” of the source text is missing here. Please write it as in the source text.
        [wanted] The source text does not have the number “{ $found }”. Please take it out.
       *[none] The number is not the same: “{ $wanted }” in the source text, “{ $found }” here. Please write it as in the source text.
    }
# $edge (text): where the space is: start or end
finding-whitespace-edge =
    { $edge ->
        [start] The space at the beginning is not as in the source text. Please begin the text with the same spaces.
       *[end] The space at the end is not as in the source text. Please end the text with the same spaces.
    }
# $limit (text): characters
# $length (text): characters
finding-max-length = This text is too long: { $length } characters. Please shorten it to at most { $limit }.
# $found (text): the key that was found
# $label (text): the text that the key belongs to
finding-accesskey = The key “{ $found }” is not a letter of “{ $label }”. Please choose one letter from it.
# $wanted (text): the sizes in the source text
finding-css = This is a size for the layout, not a text. Please write it in the form of the source text: “{ $wanted }”.
finding-unchanged = This text is the same as the source text. If that is right, there is nothing to do.
# $character (text): a character such as U+202E
finding-bidi-override = The invisible character { $character } turns the text around. Please delete it.
# $character (text): a character such as U+2067
finding-bidi-unbalanced = The invisible mark { $character } has no partner. Please delete it, or add U+2069 where its part ends.
# $character (text): a character such as U+200B
finding-zero-width = Here is the invisible character { $character }, which this language does not need. Please delete it.
finding-not-nfc = Some letters are composed in an unusual way. Lotse stores them in the usual one; there is nothing to do.
# $wanted (text): the code of a script, such as Arab
# $found (text): the code of a script, such as Latn
finding-script = The letters are of another script ({ $found }) than this language has ({ $wanted }). Please write it in the script of the language, or choose the right language.
# $word (text): a word
finding-mixed-script = The word “{ $word }” mixes letters of two scripts that look alike. Please type the word again.
# $wanted (text): a language tag, such as kmr
# $found (text): a language tag, such as tr
finding-language = This looks like the language “{ $found }”, not “{ $wanted }”. Please check whether the right text is here.
