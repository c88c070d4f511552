"""Who may do what with projects: any officer begins one and changes one, since officers stand in for each other."""

import rules

from groups.rules import is_officer

rules.add_perm("engagements.add_project", is_officer)
rules.add_perm("engagements.change_project", is_officer)
