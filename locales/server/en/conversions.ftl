### What is told when files of i18next become Fluent (doubt) or the other way round (lost): what is in
### doubt and how it was read, or what is not shown as Fluent does. Fluent, i18next, count and context stay as they are.

doubt-also-plain = This key has plural forms and a text without a form. Please delete one of the two; where the form “other” is missing, the text serves as it.
doubt-missing-other = The plural form “other” is missing; the last form stands in for it. Please add it.
doubt-maybe-plural = This looks like a plural form, but may be a text of its own, and was read as that. If it is a form, please add the form “other”.
# $name (text): another key, such as friend
doubt-maybe-context = This looks like a variant of “{ $name }”, but may be a text of its own, and was read as that. Please check what the app does.
doubt-old-plural = This is a plural of an older format of i18next, and was read as a text of its own. Please write it with the endings of version 4, such as _other.
doubt-unused-form = This language does not have this plural form; it was left out. Please delete it.
doubt-both-kinds = There are forms for counting and for numbering under this key; the latter were read as texts of their own. Please use two keys.
doubt-variables = The plural forms do not show the same variables. Please check whether one is missing.
# $name (text): what stands there, such as $t(other:key)
doubt-nesting = “{ $name }” cannot be resolved here and was kept as text. Please write the words themselves, or the key of a text of this file.
# $name (text): a format, such as LL
doubt-format = The format “{ $name }” has nothing like it in Fluent; the value is shown as it is. Please check whether that will do.
# $name (text): what stands there, such as {{ }}
doubt-placeholder = “{ $name }” cannot be read as a placeholder and was kept as text. Please check how it is written.
doubt-not-text = This is neither a text nor a number, and was left out. Please put it in quotation marks, or delete it.
doubt-key-length = This key is empty or too long, and was left out. Please shorten it.
doubt-duplicate = This key is there twice; the first text was kept. Please delete one.
doubt-language = This is not the tag of a language with texts, or the language is there already; it was left out. Please use a tag such as de or sr-Latn.

# $name (text): a variable, such as photoCount
lost-count-renamed = Nothing is lost, but the app has to pass “{ $name }” as count: i18next has only that for plurals.
# $name (text): a variable, such as photoCount
lost-context-renamed = Nothing is lost, but the app has to pass “{ $name }” as context: i18next has only that for variants.
# $name (text): a variable, such as photoCount
# $other (text): its name in i18next
lost-variable-renamed = Nothing is lost, but the app has to pass “{ $name }” as “{ $other }”: i18next uses the first name itself.
# $name (text): a number
lost-exact-number = The text for exactly { $name } is left out; i18next shows that of its plural form.
# $name (text): a variable, such as photoCount
lost-select = The variants that depend on “{ $name }” are left out; the default one is always shown.
# $name (text): a function, such as LIST
lost-function = i18next does not have the function “{ $name }”; the value is shown as it is.
# $name (text): an option, such as month
lost-function-option = i18next cannot be told the option “{ $name }”; it is left out.
# $name (text): a message or term, such as -brand
lost-reference = “{ $name }” is not in this bundle; its name is shown. Please add it.
lost-syntax = The text has characters that i18next would read as its own; an invisible character keeps it from that.
# $name (text): another message
lost-key-taken = Its key belongs to “{ $name }” already, so one of the two texts is not shown. Please rename one.
lost-too-large = The text refers to itself, or becomes too long; nothing was written. Please write it more simply.
lost-too-many-variants = There are too many variants; those of context, or those for single numbers, were left out. Please write it more simply.
