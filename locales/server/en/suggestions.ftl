### Why a new version of a text was made: it came in as a suggestion.

suggested = Suggested through an invitation
# $name (text): the name that somebody has given
suggested-by = Suggested through an invitation, by { $name }
