#!/usr/bin/env python
"""Entry to every management command; starts the embedded servers for a command that needs them."""

import os
import sys

from django.core.management import execute_from_command_line

from helpdesk.doctor import unprepared, unreadable
from helpdesk.embedded import servers_for

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "helpdesk.settings")
    with unreadable.told(sys.argv), servers_for(sys.argv), unprepared.told():
        execute_from_command_line(sys.argv)
