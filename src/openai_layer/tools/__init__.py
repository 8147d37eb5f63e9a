"""Functions as tools of a model, and a loop that runs them until the model has its answer.

::

    @tool
    def weather(city: str, unit: Literal["celsius", "fahrenheit"] = "celsius") -> str:
        "The weather of a city, now."

    run = run_tools(client, model="gpt-5", messages=messages, tools=[weather])
    print(run.text)
"""

from __future__ import annotations

from .errors import StopTools, UnknownToolError
from .function_tool import Tool, tool
from .run_values import Step, ToolCall, ToolResult, ToolRun, Usage
from .running import run_response_tools, run_tools

__all__ = [
    "Step",
    "StopTools",
    "Tool",
    "ToolCall",
    "ToolResult",
    "ToolRun",
    "UnknownToolError",
    "Usage",
    "run_response_tools",
    "run_tools",
    "tool",
]
