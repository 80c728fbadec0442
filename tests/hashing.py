"""Passwords of tests, quick to make and to check, also by the processes of a whole desk."""

from django.contrib.auth.hashers import PBKDF2PasswordHasher


class QuickHasher(PBKDF2PasswordHasher):
    """The usual hash, once instead of a million times; other processes read how often from it."""

    iterations = 1
