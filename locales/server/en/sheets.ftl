### What stands in spreadsheets for translators: the titles of columns, states, outcomes, and what is told of a row.
### A title may not be used for two columns in any language: it is how a column is found again.

sheet-column-bundle = Bundle
sheet-column-key = Key
sheet-column-form = Form
sheet-column-note = Note
sheet-column-max-length = Maximum length
sheet-column-current = Current text
sheet-column-translation = Translation
sheet-column-state = State
sheet-column-outcome = Outcome
sheet-column-findings = Findings
sheet-state-approved = approved
sheet-state-needs-review = please check
sheet-state-missing = missing
sheet-outcome-created = new
sheet-outcome-updated = changed
sheet-outcome-unchanged = unchanged
sheet-outcome-skipped = the older text stays
sheet-outcome-conflict = kept as a suggestion
sheet-outcome-rejected = not taken
sheet-outcome-unknown = kept, not shown
sheet-outcome-empty = empty
sheet-note-unknown-bundle = There is no such bundle. Please fetch the spreadsheet again and put the text into its row there.
sheet-note-unknown-key = There is no text of this key. Please copy the key from a freshly fetched spreadsheet.
sheet-note-unknown-form = The hidden column form-id was changed. Please fetch the spreadsheet again and put the text into its row there.
# $row (text): the number of the other row
sheet-note-duplicate-row = Row { $row } is about the same text. Please delete one of the two.
# $cell (text): the cell, such as H12
sheet-note-formula = There is a formula in { $cell }. Please delete it and type the text; if it has to begin with =, put an apostrophe before it.
# $cell (text): the cell, such as H12
sheet-note-date = The program has made a date of the text in { $cell }. Please give the cell the format Text and type it again.
sheet-note-number-cell = The cell has a number; it was taken as a text. Please check it.
sheet-note-unreadable-cell = The text has too many brackets inside each other, or signs that no file can hold. Please type it again.
sheet-note-repaired = The program had changed signs or names on its own; they were put right.
sheet-note-source-changed = The source text has changed since you fetched the spreadsheet. Please check whether the translation still fits.
sheet-note-text-changed = Somebody else has changed this text since you fetched the spreadsheet. Theirs stays; yours is kept as a suggestion. Please compare the two.
