"""Examples in the code are true."""

import doctest

import pytest

from cms.certificates.issuing import issue
from cms.certificates.paper import sheet
from cms.core import codes, text
from cms.training.attending import codes as attendance


@pytest.mark.parametrize("module", [attendance, issue, sheet, codes, text])
def test_examples(module):
    found = doctest.testmod(module)
    assert found.attempted
    assert not found.failed
