"""What a user does on the first day, run with nothing installed but the generated package; prints what came back.

Run as ``python journey.py sync|async BASE_URL``.
"""

from __future__ import annotations

import asyncio
import json
import sys

from openai_client import AsyncOpenAI, NotFoundError, OpenAI

KEY = "sk-test"


def sync_journey(url: str) -> dict[str, object]:
    with OpenAI(api_key=KEY, base_url=url) as client:
        models = [model.id for model in client.models.list()]
        completion = client.chat.completions.create(model="gpt-x", messages=[{"role": "user", "content": "Hi"}])
        stream = client.chat.completions.create(
            model="gpt-x", messages=[{"role": "user", "content": "Hi"}], stream=True
        )
        pieces = [chunk.choices[0].delta.content for chunk in stream]
        uploaded = client.files.create(file=("data.jsonl", b'{"a": 1}\n'), purpose="fine-tune")
        content = client.files.content("file-1").read()
        vector = client.embeddings.create(model="text-embedding-3-small", input="hi", encoding_format="float")
        try:
            client.models.retrieve("none")
        except NotFoundError as error:
            failure = [error.status_code, error.code, error.request_id]
        return {
            "models": models,
            "answer": completion.choices[0].message.content,
            "request_id": completion._request_id,
            "pieces": pieces,
            "uploaded": uploaded.id,
            "content": len(content),
            "vector": vector.data[0].embedding,
            "failure": failure,
        }


async def async_journey(url: str) -> dict[str, object]:
    async with AsyncOpenAI(api_key=KEY, base_url=url) as client:
        models = [model.id async for model in client.models.list()]
        completion = await client.chat.completions.create(model="gpt-x", messages=[{"role": "user", "content": "Hi"}])
        stream = await client.chat.completions.create(
            model="gpt-x", messages=[{"role": "user", "content": "Hi"}], stream=True
        )
        pieces = [chunk.choices[0].delta.content async for chunk in stream]
        uploaded = await client.files.create(file=("data.jsonl", b'{"a": 1}\n'), purpose="fine-tune")
        content = (await client.files.content("file-1")).read()
        vector = await client.embeddings.create(model="text-embedding-3-small", input="hi", encoding_format="float")
        try:
            await client.models.retrieve("none")
        except NotFoundError as error:
            failure = [error.status_code, error.code, error.request_id]
        return {
            "models": models,
            "answer": completion.choices[0].message.content,
            "request_id": completion._request_id,
            "pieces": pieces,
            "uploaded": uploaded.id,
            "content": len(content),
            "vector": vector.data[0].embedding,
            "failure": failure,
        }


if __name__ == "__main__":
    colour, url = sys.argv[1:]
    print(json.dumps(sync_journey(url) if colour == "sync" else asyncio.run(async_journey(url))))
