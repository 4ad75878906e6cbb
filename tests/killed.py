"""A worker that is killed in the middle of a step: what it had begun must be found again."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest


def run_and_kill(monkeypatch: pytest.MonkeyPatch, module: Any, name: str, work: Callable[[], Any]) -> None:
    """``work`` ends right after its first call of ``module.name``."""
    call = getattr(module, name)

    def killed(*args: Any, **kwargs: Any) -> None:
        call(*args, **kwargs)
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(module, name, killed)
        with pytest.raises(KeyboardInterrupt):
            work()
