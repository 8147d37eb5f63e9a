"""Jinja as we use it: strict, plain, and with errors that name the template's file and line."""

from __future__ import annotations

import traceback
from collections.abc import Sequence
from pathlib import Path

from attrs import frozen
from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template, TemplateError, TemplateSyntaxError
from jinja2.exceptions import TemplateNotFound

from specloom.emit.text import literal, markdown
from specloom.problems import Problem, SpecloomError


@frozen
class Renderer:
    """Renders templates; folders that come first override later ones file by file."""

    environment: Environment

    @classmethod
    def over(cls, folders: Sequence[Path]) -> Renderer:
        """A renderer over template folders, the user's before ours."""
        environment = Environment(
            loader=FileSystemLoader([str(folder) for folder in folders]),
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=True,
            autoescape=False,  # noqa: S701 - the output is Python and Markdown; text is quoted in emit.text
            auto_reload=False,
        )
        environment.filters |= {"quoted": literal, "markdown": markdown}
        return cls(environment)

    def render(self, name: str, **values: object) -> str:
        """The text of a template.

        Raises:
            SpecloomError: If the template is missing, broken, or uses a name that it is not given.
        """
        try:
            return self._template(name).render(**values)
        except TemplateSyntaxError as error:
            place = Problem(f"template syntax: {error.message}", source=str(error.filename or name), line=error.lineno)
            raise SpecloomError(place) from error
        except TemplateNotFound as error:
            message = f"no template of that name in any template folder (looked for {error.name})"
            raise SpecloomError(Problem(message, source=name)) from error
        except TemplateError as error:
            file, line = _place(error, name)
            message = f"the template uses what it is not given: {error.message}"
            raise SpecloomError(Problem(message, source=file, line=line)) from error

    def _template(self, name: str) -> Template:
        return self.environment.get_template(name)


def _place(error: TemplateError, name: str) -> tuple[str, int | None]:
    """File and line of the innermost template frame (Jinja rewrites tracebacks to point at templates)."""
    frames = [frame for frame in traceback.extract_tb(error.__traceback__) if frame.filename.endswith(".jinja")]
    return (frames[-1].filename, frames[-1].lineno) if frames else (name, None)
