### What the server says on the pages that people read in a browser.

# Names of parts of the page, for screen readers
view-way = You are here
view-languages = Languages
# Heading above links to the pages below this one
view-below = More on this
view-empty = No pages are published here yet.
# $date (text): a day such as 2026-11-22
view-checked = Checked on { $date }
# $date (text): a day such as 2026-11-22
view-updated = Last changed on { $date }
# A link to that text follows, called by its language
view-source-newer = The original text is newer than this translation:
view-machine = A machine translated this text, and nobody has checked it yet. There may be mistakes in it.
view-draft = Draft: not public
# $time (text): a day and a time such as 2026-11-22 14:30
view-draft-who = Only people with this link can see it, until { $time }.
view-draft-public = Preview: readers have this version
view-missing = This page does not exist
view-missing-hint = Perhaps it was moved or taken away, or there is a typing error in the address.
view-expired = This link is no longer valid
view-expired-hint = A preview can be opened for 24 hours. Please ask for a new link, and check that it is complete.
view-busy = This does not work right now
view-busy-hint = Please try again in a minute.
