"""The register of personal data: the officers who lead projects."""

from coproduction.core.personal_data import Personal, Register

PERSONAL: Register = {
    "engagements.Project.lead": Personal("so that everyone knows whom to ask", "as long as the project"),
}
