"""Sessions of a course as iCalendar (RFC 5545), for phones and desks."""

from __future__ import annotations

from collections.abc import Iterable

from icalendar import Calendar, Event, vUri

from cms.training.models import Course, CourseSession


def build_calendar(course: Course, sessions: Iterable[CourseSession], host: str, address: str) -> bytes:
    """``address``: of the course's page. The link to take part is not in it: the file is public."""
    found = Calendar()
    found.add("prodid", f"-//{host}//tap-huan//VI")
    found.add("version", "2.0")
    found.add("name", course.title)
    for session in sessions:
        event = Event()
        event.add("uid", f"tap-huan-{course.pk}-{session.pk}@{host}")
        event.add("dtstamp", course.created_at)
        event.add("dtstart", session.starts_at)
        event.add("dtend", session.ends_at)
        event.add("summary", f"{course.title}: {session.title}")
        event.add("url", vUri(address))
        if session.place:
            event.add("location", session.place)
        found.add_component(event)
    return found.to_ical()
