import sys

from django.utils.translation import gettext as _

from cms.home.management.commands._shared import ProvisioningCommand
from cms.home.provisioning.drift.audit import find_drift
from cms.home.provisioning.drift.audit_messages import describe_finding
from cms.home.provisioning.drift.repair import repair_drift
from cms.home.provisioning.printing import to_json, translate_status


class Command(ProvisioningCommand):
    help = (
        "Find what schools and portal lack or have wrong (pages of the section, site, settings, rights, links). "
        "With --repair mend it; this also brings a new row of the section's policy to every site."
    )

    def add_arguments(self, parser):
        parser.add_argument("--repair", action="store_true")
        parser.add_argument("--check", action="store_true", help="exit with 1 when anything is left")
        parser.add_argument("--json", action="store_true")

    def run(self, options):
        found = find_drift()
        left = repair_drift(found) if options["repair"] and found else found
        still = set(_keys(left))
        rows = [(("left" if key in still else "mended"), key) for key in _keys(found)]
        rows += [("left", key) for key in _keys(left) if key not in set(_keys(found))]
        if options["json"]:
            data = [
                {"status": status, "kind": kind, "place": place, "text": text} for status, (kind, place, text) in rows
            ]
            self.stdout.write(to_json({"found": len(found), "left": len(left), "rows": data}))
        else:
            for status, (_kind, place, text) in rows:
                self.stdout.write(f"{translate_status(status):12} {place or '*'}: {text}")
            words = _("%(found)s differences found, %(mended)s mended, %(left)s left.")
            self.stdout.write(words % {"found": len(found), "mended": len(found) - len(left), "left": len(left)})
        if options["check"] and left:
            sys.exit(1)


def _keys(findings):
    return [(finding.kind, finding.host, describe_finding(finding)) for finding in findings]
