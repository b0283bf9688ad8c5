suggested = Proposé par une invitation
suggested-by = Proposé par une invitation, de { $name }
