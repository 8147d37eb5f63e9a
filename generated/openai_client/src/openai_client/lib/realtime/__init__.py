"""Conversations over WebSocket: ``realtime.connect`` and ``responses.connect`` (extra ``realtime``).

``lifecycle`` decides and does no I/O; ``connection`` and ``async_connection`` drive it; ``commands`` names what can be
said, ``realtime``, ``beta`` and ``responses`` are what users get.
"""
