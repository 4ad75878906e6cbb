from cms.district.models.broadcasts import Broadcast
from cms.district.models.receipts import Receipt, ReceiptEvent

__all__ = ["Broadcast", "Receipt", "ReceiptEvent"]
