"""Examples in the code are true."""

import doctest

import pytest

from cms.certificates.issuing import issue
from cms.certificates.rendering import sheet
from cms.core import human_codes, text
from cms.training.attendance import codes as attendance


@pytest.mark.parametrize("module", [attendance, issue, sheet, human_codes, text])
def test_examples(module):
    found = doctest.testmod(module)
    assert found.attempted
    assert not found.failed
