### Why a value is not accepted, as whole sentences; they stand where problems.ftl says $reason.

reason-missing = A value is required here.
reason-empty = Please write something here; it must not be empty.
# $limit (number): characters
reason-too-long = This is too long. Maximum number of characters: { $limit }.
reason-not-a-number = Please use a whole number, such as 12.
reason-not-a-uuid = Please use an id in the form of a UUID, such as 0198c6a0-7d1e-7c52-8f0a-3b9d5e2f4a61.
reason-not-a-date = Please use a date that exists, such as 2026-03-31.
reason-not-a-tag = Please use a language tag, such as de, kmr or sr-Latn.
reason-not-a-slug = Please use only lower-case letters, digits and hyphens, such as first-steps.
reason-reserved = The server needs this word itself. Please choose another one.
# $allowed (text): the values that are possible, with commas
reason-unknown-value = This value is not possible. Possible are: { $allowed }.
# $allowed (text): the topics that there are, with commas
reason-unknown-topic = There is no such topic. Possible are: { $allowed }.
reason-has-children = There are pages under it. Please move or delete them first.
reason-not-a-revision = Please use a revision number that the server gave you, such as 42.
reason-not-json = This is not valid JSON. Please check quotation marks, commas and brackets.
reason-control-characters = There are invisible control characters in it. Please remove them.
reason-wrong-type = This value is of the wrong type. The description of the API says which type is possible.
reason-unknown-field = There is no such field. The description of the API lists all fields.
reason-unreadable = The server cannot read this. Please check how it is written.
# $limit (number): levels
reason-too-deep = The elements are nested too deeply. Maximum number of levels: { $limit }.
reason-unknown-page = There is no such page in this region.
reason-unknown-public-page = Readers have no other page with this id; it has to be published first.
# $name (text): the name of what exists
reason-exists = “{ $name }” exists already.
reason-archived = The page is archived. Please restore it first.
reason-not-public = There is no published text that could be withdrawn.
reason-unknown-parameter = This address does not know such a parameter. Please leave it out.
# $limit (number): how many may be named at once
reason-too-many = That is too many at once. Maximum number: { $limit }.
# $line (number): from 1
# $column (number): the character in the line, from 1
reason-not-json-at = This is not valid JSON from line { $line }, column { $column } on. Please check quotation marks, commas and brackets there.
reason-not-texts = There has to be one JSON object with keys and texts, such as the translation file of an app.
reason-not-a-zip = This is not a zip file, or it is damaged. Please pack the files again. JSON needs the header Content-Type: application/json.
reason-entry-outside = Its name leads out of the zip, or is written as Windows writes paths. Please pack a folder with names such as de/app.ftl.
reason-entry-link = It is a link. Please pack the file itself.
reason-entry-encrypted = It is encrypted. Please pack it without a password.
reason-entry-twice = There is more than one file for this. Please keep only one.
reason-entry-damaged = It cannot be unpacked. Please pack the files again, as an ordinary zip.
reason-entry-name = Please name the file by its language and bundle, such as de/app.ftl: a language tag, a slash, a name of lower-case letters, digits, _ and -, and .ftl at the end.
reason-not-a-spreadsheet = This is no spreadsheet of the form that the address names. Please save it as .xlsx or .csv and use the address that ends so.
reason-not-utf-8 = Please save the file in the encoding UTF-8.
reason-no-rows = There are no rows in it. Please send the spreadsheet with its texts.
# $limit (number): the fewest characters
reason-too-short = This is too short. Minimum number of characters: { $limit }.
reason-past = This time has passed already. Please choose a later one.
reason-not-an-address = Please use an e-mail address, such as amt@example.org.
reason-wrong-code = The code is wrong, or its time is over. Please take the next one.
# $role (text): the name of a role
reason-not-for-role = The role “{ $role }” is not given for this. Please leave it out.
reason-no-draft = There is no draft that could be handed in. Please save one first.
reason-not-in-review = This text does not wait for review. Please load it again.
reason-withdrawn = The text is withdrawn. Please publish it first.
reason-not-a-local-time = Please use a date and a time of the region, without a time zone, such as 2026-12-01T08:00.
reason-not-a-url = Please use an address that begins with https:// or http://.
reason-not-a-link = A link cannot have this address. Please use one that begins with https://, for example.
# $by (text): what refers to a page, such as "page/0198c6a0-7d1e-7c52-8f0a-3b9d5e2f4a61/de"
reason-referred = These still need the page: { $by }. Please change or remove them first.
reason-wrong-password = The password is wrong. Please enter it again.
# “administrator” is the name of a role; it stays as it is
reason-last-administrator = This is the last account that can look after everything. Please give another account the role “administrator” first.
reason-in-use = Accounts or pages still need it. Please change them first.
reason-decided = Somebody has decided about this suggestion already. Please load the list again.
# $limit (number): how many suggestions may wait
reason-too-many-suggestions = Many suggestions wait here already. Please come back when some have been looked at. Maximum number: { $limit }.
