"""What goes out by itself. ``channel_kinds`` of ways · ``channel_config`` that the environment opens, with their keys ·
``http_client`` one request and its outcomes · ``access_tokens`` that change by themselves · ``adapters`` how each way
is spoken to · ``delivery`` claims, sends, tries again · ``transitions`` of people.
"""
