### What the server answers when something does not work. The value is the title; it says what
### happened. The attribute .detail says what helps. Short, friendly, for a tired reader.
### $reason is one of the sentences of reasons.ftl.

# $region (text): the short name in the address, such as "musterkreis"
problem-unknown-region = Region not found
    .detail = There is no region “{ $region }” here. GET /api/v1/regions lists all regions.
# $language (text): a language tag, such as "kmr"
# $region (text): the short name of the region
problem-unknown-language = Language not found
    .detail = The region “{ $region }” has no language “{ $language }”. Please choose one that the region lists.
# $page (text): the id of the page
problem-unknown-page = Page not found
    .detail = There is no page { $page } here. It may have been deleted, or it belongs to another region. The list of pages shows what there is.
# $language (text): a language tag, such as "kmr"
problem-unknown-translation = Text not found
    .detail = This page has no text in the language “{ $language }” yet.
# $path (text): the address of a page inside its region
problem-unknown-path = Page not found
    .detail = There is no page at “{ $path }”. Please check the address, or look in the list of pages.
problem-unknown-route = Address not found
    .detail = There is nothing at this address. Please check how it is written; the description of the API lists all addresses.
problem-method-not-allowed = Method not possible here
    .detail = This address does not accept this method. The header Allow names the methods that it accepts.
# $name (text): the name of a parameter in the address
problem-bad-parameter = Please check the address
    .detail = Please check the parameter “{ $name }”. { $reason }
problem-bad-body = The request cannot be read
    .detail = The server cannot read what you sent. { $reason }
# $field (text): the name of a field in what was sent
problem-invalid = Please check what you entered
    .detail = Please check the field “{ $field }”. { $reason }
problem-not-authorized = Please sign in
    .detail = The token or session is missing, wrong or over. Programs send the header Authorization: Bearer TOKEN; people sign in again. On the server, lotse token create makes a token.
problem-forbidden = You may not do this
    .detail = Your account or token does not allow this here. Please ask the manager of your region for the role you need.
problem-precondition-required = Please say which version you changed
    .detail = Send the header If-Match with the ETag of your last GET, so that nobody’s work gets lost. To create something new, send If-None-Match: *.
# $current (text): the version that is stored now
problem-stale = Somebody else was faster
    .detail = This has changed in the meantime; the current version is { $current }. Please load it again, repeat your change and send it with the new ETag.
problem-conflict = Not possible at the moment
    .detail = Nothing was changed. { $reason }
# $slug (text): the part of the address that is taken
# $language (text): a language tag
problem-slug-taken = This address is taken
    .detail = Another page in the language “{ $language }” already uses the slug “{ $slug }”. Please choose another one.
problem-cycle = A page cannot be under itself
    .detail = Please choose another place: neither the page itself nor a page under it.
# $what (text): what is too large: bundle or request
# $limit (text): a size with its unit, such as "1 MiB"
# $region (text): the short name of the region
# $language (text): a language tag
problem-too-large = That is too much at once
    .detail =
        { $what ->
            [bundle] In the region “{ $region }”, this bundle would be larger than { $limit } in the language “{ $language }”. Please shorten texts, or split the bundle into two.
           *[request] At most { $limit } can be sent. Please make it smaller or send it in parts.
        }
problem-unsupported-media-type = This format cannot be read
    .detail = Please send JSON with the header Content-Type: application/json.
problem-unavailable = Very busy at the moment
    .detail = The server has a lot to do. Please try again in a few seconds.
problem-not-ready = Almost ready
    .detail = The server is still starting. Please try again in a few seconds.
problem-internal = Something went wrong
    .detail = It is our fault, not yours. Please try again later. If it happens again, please tell the people who run this server.
problem-unknown-revision = This revision is unknown
    .detail = The server does not have this revision. Please leave it out and load everything again.
# $region (text): the short name of the region
# $scope (text): a language tag, or what was asked for instead
# A head is the document that names all that a region has published; the word stays as it is
problem-unknown-scope = Not in this region
    .detail = The region “{ $region }” publishes nothing under “{ $scope }”. Its head lists what there is.
# $object (text): the id of the object, a long row of digits and letters
problem-unknown-object = Object not found
    .detail = There is no object “{ $object }” here. It may be outdated; please load the head of the region again.
problem-not-published = Not published yet
    .detail = This will be there in a moment. Please try again in a second.
problem-read-only = This server only shows a copy
    .detail = Its content comes from another server and cannot be changed here. Please make the change there; it arrives here by itself.
# $length (text): a number of bytes
problem-bad-range = There is not that much
    .detail = The answer has { $length } bytes, and the range begins behind them. Please ask again without a range.
# $bundle (text): the name of a bundle, such as "app"
problem-unknown-bundle = Bundle not found
    .detail = There is no bundle “{ $bundle }” in this language. Please check how it is written, or upload it first.
# $message (text): the id of a message
problem-unknown-message = Message not found
    .detail = The bundle has no message “{ $message }” in this language. Please check how it is written.
# $message (text): the message or its attribute, such as "login-title"
problem-unknown-acknowledgement = Warning not acknowledged
    .detail = There is no acknowledged warning of this code at “{ $message }”, as its text is now. GET of the same address lists those that there are.
# $source (text): the tag of the language that is translated from
problem-no-source = The source text is missing
    .detail = Please upload this bundle in the language “{ $source }” first; translations are compared with it.
problem-unreadable-file = The file cannot be read
    .detail = Nothing was changed. Please save it as a Fluent file (.ftl) in UTF-8 and send it again.
problem-nothing-applicable = Nothing was taken from this file
    .detail = Nothing was changed. The report says for each message what is wrong. Please correct it and send the file again.
# $files (number): the most files of a zip
# $size (text): a size with its unit, such as "64 MiB"
problem-archive-too-large = That is too much in one zip
    .detail = A zip may hold at most { $files } files and { $size } of text when unpacked. Please send it in parts.
# $entry (text): the name of a file in a zip, such as "de/app.ftl"
problem-bad-entry = Please check a file in what you sent
    .detail = Please check “{ $entry }”. { $reason }
# $seconds (number): how long to wait
problem-too-many-uploads = Too many uploads in a short time
    .detail = Nothing was changed. Please send it again in { $seconds } seconds. Many files can also go together in one zip.
# $reason (text): a sentence of reasons.ftl
problem-unreadable-sheet = The spreadsheet cannot be read
    .detail = Nothing was changed. { $reason }
# $columns (text): stable names of columns, with commas
# $unknown (text): titles that were found instead, with commas
problem-missing-columns = Columns are missing
    .detail = Nothing was changed. Missing: { $columns }. Unknown titles: { $unknown }. Please use the titles of a freshly fetched spreadsheet; the order does not matter.
# $found (text): the tag in the spreadsheet
# $wanted (text): the tag in the address
problem-other-language = This spreadsheet is of another language
    .detail = Nothing was changed. The spreadsheet is of “{ $found }”, the address of “{ $wanted }”. Please send it to the address of its language.
problem-csrf = The proof of this page is missing
    .detail = A browser has to send the header X-CSRF-Token with every change. Please load the page again; programs use a token instead of a session.
problem-no-account = This needs an account
    .detail = A token of the server belongs to nobody. Please sign in, or use a token of your own.
# $user (text): the id of an account
problem-unknown-user = Account not found
    .detail = There is no account “{ $user }”, or it is not in your region.
# $token (text): the number of a token
problem-unknown-token = Token not found
    .detail = You have no token “{ $token }”. It may have been ended already.
problem-four-eyes = Somebody else has to publish this
    .detail = In this region nobody publishes a text of their own. Please hand it in for review; a colleague approves it.
problem-unknown-autosave = Nothing is kept here
    .detail = There is no unsaved text of yours for this page and language.
# $schedule (text): the number of a schedule
problem-unknown-schedule = Schedule not found
    .detail = There is no waiting schedule { $schedule } for this text. It may have been carried out or removed already.
problem-unknown-origin = No origin known
    .detail = This text was not copied from another page, or its origin has been forgotten.
problem-idempotency-key-reused = This key belongs to another request
    .detail = The server has answered another request under this Idempotency-Key. Nothing was changed. Please send the new request under a key of its own.
problem-changes-refused = None of the changes was made
    .detail = At least one of them cannot be made, so all were left out. Look at “operations” for what to correct, then send all of them again.
# $seconds (number): how long to wait
problem-too-many-attempts = Too many attempts in a short time
    .detail = Please try again in { $seconds } seconds. If you have forgotten the password, the people who look after the accounts give you a link for a new one.
problem-wrong-credentials = Signing in did not work
    .detail = The e-mail address, the password or the code is wrong, or the account is locked. Please enter them again, or ask those who look after the accounts.
# “code” is the name of a member of the request; it stays as it is
problem-code-needed = Please enter the code
    .detail = This account is protected by a second factor. Please send the code of the app as “code”, or a recovery code.
# A token is a secret word that a program shows instead of a person
problem-session-needed = Please sign in with a browser
    .detail = A token cannot change the account itself. Please sign in with the e-mail address and the password.
# $organization (text): the number of an organization
problem-unknown-organization = Organization not found
    .detail = There is no organization { $organization } in this region. Please look at the list of organizations.
# $grant (text): the number of a role that was given to somebody
problem-unknown-grant = Role not found
    .detail = This account has no grant { $grant }. It may have been taken back already.
problem-unknown-link = This link is no longer valid
    .detail = It has expired, was used already, or is not complete. Please ask for a new link.
# $seconds (number): how long to wait
problem-too-many-requests = Too many requests in a short time
    .detail = Please try again in { $seconds } seconds.
# $invitation (text): the id of an invitation
problem-unknown-invitation = Invitation not found
    .detail = There is no invitation “{ $invitation }” in this region. Please look at the list of invitations.
# $suggestion (text): the id of a suggestion
problem-unknown-suggestion = Suggestion not found
    .detail = There is no suggestion “{ $suggestion }” here. It may have been taken back, or replaced by a newer one.
