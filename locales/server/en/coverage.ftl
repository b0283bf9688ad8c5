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
