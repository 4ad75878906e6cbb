"""Tables of certificates: templates, certificates, batches, files to print."""

from cms.certificates.models.certificates import Certificate, CertificateBatch, PrintFile
from cms.certificates.models.templates import CertificateTemplate

__all__ = ["Certificate", "CertificateBatch", "CertificateTemplate", "PrintFile"]
