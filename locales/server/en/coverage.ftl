### The page that shows which texts of a region exist in which language.

# $region (text): the name of the region
coverage-title = Translations in { $region }
coverage-intro = How much of each topic can be read in each language.
coverage-topic = Topic
coverage-language = Language
coverage-up-to-date = Up to date
coverage-outdated = Outdated
# Translated by a machine, not yet read by a person
coverage-machine = Machine translation
coverage-missing = Missing
coverage-pages = Pages
coverage-words = Words
coverage-total = Total
# $date (text): since when a translation has been waiting for an update
coverage-oldest = Longest waiting for an update: since { $date }
# Heading of a chart
coverage-rhythm = Texts changed per month
coverage-download-csv = Download as CSV
# $percent (number): 0 to 100
coverage-share = { $percent }%
# Heading of a chart
coverage-by-language = Pages in each language
# Heading of a table
coverage-by-topic = Each topic in each language
# Small print in a table, below the number of outdated texts. $date (text): a day such as 2026-11-22
coverage-since = since { $date }
# Headings of rows in a table
coverage-all-topics = All topics
coverage-all-translations = All translations
# Headings of a table: one row for each year, one column for each month 1 to 12
coverage-year = Year
coverage-month = Month
coverage-note = A page counts in a language as soon as the text that it is translated from is published. The words are the words of that text.
coverage-empty = No pages are published here yet.
