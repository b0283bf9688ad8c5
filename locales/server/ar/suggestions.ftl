suggested = اقتُرح عبر دعوة
suggested-by = اقتُرح عبر دعوة، من { $name }
