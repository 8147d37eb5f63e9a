"""What is checked of the rows of docs/seeds.md, a module for each part of the page."""

import pytest

pytest.register_assert_rewrite(__name__)
